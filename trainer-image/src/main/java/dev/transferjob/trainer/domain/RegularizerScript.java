package dev.transferjob.trainer.domain;

import dev.transferjob.trainer.engine.ScriptModule;

/** Distances between the domains, or a confusion on the target, that training makes small. */
final class RegularizerScript {
  private RegularizerScript() {}

  private static ScriptModule script(String type, String methods) {
    return new ScriptModule(type)
        .methods(methods)
        .methods(
            """
            def loss(self, sf: Tensor, sl: Tensor, tf: Tensor, tl: Tensor, strength: Tensor) -> Tensor:
              return torch.mul(self.distance(sf, tf, tl), strength)
            """);
  }

  /**
   * Long et al. 2015, "Learning Transferable Features with Deep Adaptation Networks": the squared
   * maximum mean discrepancy of features under the sum of five RBF kernels, whose bandwidths are
   * 1/4 to 4 times the mean squared distance of the batch; the biased estimate, never negative.
   */
  static ScriptModule mmd() {
    return script(
        "Mmd",
        """
        def distance(self, sf: Tensor, tf: Tensor, tl: Tensor) -> Tensor:
          both = torch.cat([sf, tf], 0)
          n = torch.size(sf, 0)
          rows = torch.size(both, 0)
          d = torch.pow(torch.cdist(both, both, 2., 2), 2)
          mean = torch.div(torch.sum(torch.detach(d)), rows * (rows - 1))
          base = torch.clamp(torch.mul(mean, 0.25), 1e-12)
          kernel = torch.zeros_like(d)
          for i in range(5):
            kernel = torch.add(kernel, torch.exp(torch.neg(torch.div(d, base))))
            base = torch.mul(base, 2)
          top = torch.slice(kernel, 0, 0, n)
          bottom = torch.slice(kernel, 0, n, rows)
          within = torch.add(torch.mean(torch.slice(top, 1, 0, n)), torch.mean(torch.slice(bottom, 1, n, rows)))
          return torch.sub(within, torch.mul(torch.mean(torch.slice(top, 1, n, rows)), 2))
        """);
  }

  /** Sun and Saenko 2016, "Deep CORAL": the distance between the features' covariances. */
  static ScriptModule coral() {
    return script(
        "Coral",
        """
        def covariance(self, x: Tensor) -> Tensor:
          centred = torch.sub(x, torch.mean(x, [0], True))
          return torch.div(torch.matmul(torch.t(centred), centred), torch.size(x, 0) - 1)
        def distance(self, sf: Tensor, tf: Tensor, tl: Tensor) -> Tensor:
          width = torch.size(sf, 1)
          difference = torch.sub(self.covariance(sf), self.covariance(tf))
          return torch.div(torch.sum(torch.pow(difference, 2)), 4 * width * width)
        """);
  }

  /**
   * Jin et al. 2020, "Minimum Class Confusion for Versatile Domain Adaptation", at the paper's
   * temperature of 2.5.
   */
  static ScriptModule mcc() {
    return script(
        "Mcc",
        """
        def distance(self, sf: Tensor, tf: Tensor, tl: Tensor) -> Tensor:
          p = torch.softmax(torch.div(tl, 2.5), 1)
          fixed = torch.detach(p)
          entropy = torch.neg(torch.sum(torch.mul(fixed, torch.log(torch.add(fixed, 1e-5))), [1], True))
          certain = torch.add(torch.exp(torch.neg(entropy)), 1.)
          weights = torch.div(certain, torch.mean(certain))
          confusion = torch.matmul(torch.t(torch.mul(p, weights)), p)
          confusion = torch.div(confusion, torch.sum(confusion, [1], True))
          return torch.div(torch.sub(torch.sum(confusion), torch.trace(confusion)), torch.size(tl, 1))
        """);
  }
}
