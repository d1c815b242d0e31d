package dev.transferjob.trainer.domain;

import dev.transferjob.trainer.engine.Initializer;
import dev.transferjob.trainer.engine.ScriptModule;

/**
 * A discriminator learns to tell the domains apart; the network gets its gradient reversed. Source
 * is 1, target is 0.
 */
final class AdversarialScript {
  private static final int MAX_HIDDEN = 1024;
  private static final int MAX_JOINT = 4096;

  /** The value is kept exactly, the gradient is multiplied by -strength. */
  static final String LOSS =
      """
      def reversed(self, x: Tensor, strength: Tensor) -> Tensor:
        fixed = torch.detach(x)
        return torch.add(fixed, torch.mul(torch.sub(fixed, x), strength))
      def domains(self, source: Tensor, target: Tensor) -> Tensor:
        ones = torch.ones_like(torch.select(source, 1, 0))
        return torch.cat([ones, torch.zeros_like(torch.select(target, 1, 0))], 0)
      def loss(self, sf: Tensor, sl: Tensor, tf: Tensor, tl: Tensor, strength: Tensor) -> Tensor:
        features = self.reversed(torch.cat([sf, tf], 0), strength)
        logits = torch.detach(torch.cat([sl, tl], 0))
        domain = self.discriminate(self.joint(features, logits))
        weights = self.weights(logits)
        return torch.binary_cross_entropy_with_logits(domain, self.domains(sf, tf), weights, None, 1)
      def accuracy(self, sf: Tensor, sl: Tensor, tf: Tensor, tl: Tensor) -> Tensor:
        joint = self.joint(torch.cat([sf, tf], 0), torch.cat([sl, tl], 0))
        told = torch.gt(self.discriminate(joint), 0)
        return torch.mean(torch.to(torch.eq(told, torch.gt(self.domains(sf, tf), 0)), 6))
      """;

  static final String FEATURES_ALONE =
      """
      def joint(self, features: Tensor, logits: Tensor) -> Tensor:
        return features
      """;

  static final String OUTER_PRODUCT =
      """
      def joint(self, features: Tensor, logits: Tensor) -> Tensor:
        p = torch.unsqueeze(torch.softmax(logits, 1), 2)
        return torch.flatten(torch.bmm(p, torch.unsqueeze(features, 1)), 1)
      """;

  private static final String RANDOMIZED_PRODUCT =
      """
      def joint(self, features: Tensor, logits: Tensor) -> Tensor:
        p = torch.matmul(torch.softmax(logits, 1), self.prediction_map)
        return torch.mul(torch.mul(torch.matmul(features, self.feature_map), p), %s)
      """
          .formatted(1 / Math.sqrt(MAX_HIDDEN));

  static final String UNWEIGHTED =
      """
      def weights(self, logits: Tensor) -> Optional[Tensor]:
        return None
      """;

  static final String BY_ENTROPY =
      """
      def weights(self, logits: Tensor) -> Optional[Tensor]:
        p = torch.softmax(logits, 1)
        entropy = torch.neg(torch.sum(torch.mul(p, torch.log(torch.add(p, 1e-5))), [1]))
        certain = torch.add(torch.exp(torch.neg(entropy)), 1.)
        return torch.div(certain, torch.mean(certain))
      """;

  private AdversarialScript() {}

  /** Ganin et al. 2016, "Domain-Adversarial Training of Neural Networks". */
  static ScriptModule dann(int width) {
    return dann(width, Math.min(width, MAX_HIDDEN));
  }

  static ScriptModule dann(int width, int hidden) {
    return discriminator("Dann", width, hidden)
        .methods(FEATURES_ALONE)
        .methods(UNWEIGHTED)
        .methods(LOSS);
  }

  /**
   * Long et al. 2018, "Conditional Adversarial Domain Adaptation", with entropy conditioning: the
   * discriminator sees the outer product of features and predictions, and certain predictions count
   * more. Wide products are replaced by the paper's randomized multilinear map.
   */
  static ScriptModule cdan(int width, int classes) {
    ScriptModule script =
        width * classes <= MAX_JOINT
            ? discriminator("Cdan", width * classes, Math.min(width * classes, MAX_HIDDEN))
                .methods(OUTER_PRODUCT)
            : discriminator("Cdan", MAX_HIDDEN, MAX_HIDDEN)
                .buffer("feature_map", normal(), width, MAX_HIDDEN)
                .buffer("prediction_map", normal(), classes, MAX_HIDDEN)
                .methods(RANDOMIZED_PRODUCT);
    return script.methods(BY_ENTROPY).methods(LOSS);
  }

  private static ScriptModule discriminator(String type, int width, int hidden) {
    return new ScriptModule(type)
        .parameter("hidden_weight", Initializer.uniformFanIn(width), hidden, width)
        .parameter("hidden_bias", Initializer.uniformFanIn(width), hidden)
        .parameter("weight", Initializer.uniformFanIn(hidden), 1, hidden)
        .parameter("bias", Initializer.uniformFanIn(hidden), 1)
        .methods(
            """
            def discriminate(self, x: Tensor) -> Tensor:
              hidden = torch.relu(torch.linear(x, self.hidden_weight, self.hidden_bias))
              return torch.squeeze(torch.linear(hidden, self.weight, self.bias), 1)
            """);
  }

  private static Initializer normal() {
    return (shape, random) -> {
      float[] values = new float[Math.toIntExact(shape.size())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return values;
    };
  }
}
