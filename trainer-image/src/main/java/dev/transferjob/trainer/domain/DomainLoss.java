package dev.transferjob.trainer.domain;

import ai.djl.ndarray.NDArray;
import dev.transferjob.api.AdaptationAlgorithm;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.ScriptTensor;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.engine.TorchModule;
import dev.transferjob.trainer.model.NetworkParameter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * What is added to the labelled source's loss so that source and target look alike to the network.
 * The adversarial ones own a discriminator, which learns beside the network. Use on the thread that
 * owns libtorch.
 */
public final class DomainLoss implements AutoCloseable {
  private static final RandomGeneratorFactory<RandomGenerator> RANDOM =
      RandomGeneratorFactory.of("L64X128MixRandom");
  private static final String PREFIX = "domain.";

  private final Torch torch;
  private final TorchModule module;
  private final boolean isAdversarial;
  private final Map<String, NDArray> weights = new LinkedHashMap<>();

  private DomainLoss(Torch torch, ScriptModule script, boolean isAdversarial, long seed) {
    this.torch = torch;
    this.isAdversarial = isAdversarial;
    Map<String, TensorData> values = new HashMap<>();
    for (ScriptTensor tensor : ScriptTensor.of(script)) {
      RandomGenerator random = RANDOM.create(seed * 31 + tensor.name().hashCode());
      float[] filled = tensor.initializer().values(tensor.shape(), random);
      values.put(tensor.name(), new TensorData(tensor.shape(), filled));
    }
    this.module = torch.load(script, values::get);
    module.parameters().forEach((name, array) -> weights.put(PREFIX + name, array));
    weights.values().forEach(array -> array.setRequiresGradient(true));
  }

  /**
   * The loss of an algorithm.
   *
   * @param width values per image that the backbone gives
   * @param seed of the discriminator's weights
   */
  public static DomainLoss of(
      Torch torch, AdaptationAlgorithm algorithm, int width, int classes, long seed) {
    return switch (algorithm) {
      case DANN -> adversarial(torch, AdversarialScript.dann(width), seed);
      case CDAN -> adversarial(torch, AdversarialScript.cdan(width, classes), seed);
      case MMD -> new DomainLoss(torch, RegularizerScript.mmd(), false, seed);
      case CORAL -> new DomainLoss(torch, RegularizerScript.coral(), false, seed);
      case MCC -> new DomainLoss(torch, RegularizerScript.mcc(), false, seed);
    };
  }

  static DomainLoss adversarial(Torch torch, ScriptModule script, long seed) {
    return new DomainLoss(torch, script, true, seed);
  }

  /**
   * The term to add to the source's loss, one value, with gradients.
   *
   * @param strength factor of the features' gradient: of the reversed one for the adversarial
   *     losses, whose discriminator always learns at full strength, else of the loss
   */
  public NDArray of(DomainBatch batch, double strength) {
    NDArray factor = batch.sourceFeatures().getManager().create((float) strength);
    return module.call(
        "loss",
        batch.sourceFeatures(),
        batch.sourceLogits(),
        batch.targetFeatures(),
        batch.targetLogits(),
        factor);
  }

  /** The share of images whose domain the discriminator tells right; nothing without one. */
  public Optional<Double> discriminatorAccuracy(DomainBatch batch) {
    if (!isAdversarial) {
      return Optional.empty();
    }
    try (NDArray share =
        module.infer(
            batch.sourceFeatures().getManager(),
            "accuracy",
            batch.sourceFeatures(),
            batch.sourceLogits(),
            batch.targetFeatures(),
            batch.targetLogits())) {
      return Optional.of((double) share.getFloat());
    }
  }

  /** The discriminator's, to be trained at the head's rate. */
  public List<NetworkParameter> parameters() {
    return weights.entrySet().stream()
        .map(entry -> new NetworkParameter(entry.getKey(), "domain", true, entry.getValue()))
        .toList();
  }

  /** A copy of the discriminator's weights by name. */
  public Map<String, TensorData> copyState() {
    Map<String, TensorData> copy = new LinkedHashMap<>();
    weights.forEach((name, array) -> copy.put(name, TensorData.copyOf(array)));
    return copy;
  }

  /** Puts a copy of the discriminator's weights back. */
  public void restore(Map<String, TensorData> copy) {
    weights.forEach((name, array) -> torch.copy(copy.get(name), array));
  }

  @Override
  public void close() {
    module.close();
  }
}
