package dev.transferjob.trainer.model;

import dev.transferjob.api.Architecture;
import dev.transferjob.api.Head;
import dev.transferjob.api.HeadSource;
import dev.transferjob.trainer.engine.ScriptTensor;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.graph.Layer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Makes networks with pre-trained or random weights. */
public final class NetworkLoader {
  private static final RandomGeneratorFactory<RandomGenerator> RANDOM =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private final Torch torch;
  private final Head form;
  private final int samples;

  /** For networks with a linear head. */
  public NetworkLoader(Torch torch) {
    this(torch, Head.DEFAULT, 0);
  }

  /**
   * For networks with this form of head.
   *
   * @param samples that are trained on
   */
  public NetworkLoader(Torch torch, Head form, int samples) {
    this.torch = torch;
    this.form = form;
    this.samples = samples;
  }

  /** A network with random weights that depend on nothing but the seed and their names. */
  public Network fromScratch(Architecture architecture, int classes, long seed) {
    NetworkPlan plan = Architectures.planFromScratch(architecture, classes).with(form, samples);
    Map<String, TensorData> weights = new HashMap<>();
    plan.tensors().forEach(tensor -> weights.put(tensor.name(), random(tensor, seed)));
    return new Network(torch, plan, weights);
  }

  /**
   * A network with weights from a file.
   *
   * @param head New: the file's own head is ignored and a random one is made, for an auxiliary head
   *     too; Pretrained: the file's head must have {@code classes} classes
   * @throws ModelInvalidException if the weights do not fit
   */
  public Network pretrained(
      Architecture architecture, int classes, WeightFile file, HeadSource head, long seed) {
    LayeredNetwork plan =
        fitting(Architectures.plan(architecture, classes).with(form, samples), file);
    Map<String, TensorData> weights = new HashMap<>(file.tensors());
    switch (head) {
      case Pretrained -> {
        requireClasses(plan, file);
        WeightMatch.of(plan, weights, file.name()).requireAll();
      }
      case New -> {
        WeightMatch.of(plan, weights, file.name(), name -> !plan.tellsClassesApart(name))
            .requireAll();
        plan.tensors().stream()
            .filter(tensor -> plan.tellsClassesApart(tensor.name()))
            .forEach(tensor -> weights.put(tensor.name(), random(tensor, seed)));
      }
    }
    return new Network(torch, plan, weights);
  }

  /**
   * A network from elsewhere, with a new head or its own.
   *
   * @param preprocess TorchScript for a method of this name that turns decoded images into its
   *     input
   * @throws ModelInvalidException if its own head tells another number of classes apart
   */
  public Network given(GivenModel model, int classes, String preprocess, long seed) {
    Optional<Layer> newHead =
        model.head() == HeadSource.New
            ? Optional.of(HeadLayer.of(form, model.width(), classes, samples))
            : Optional.empty();
    if (newHead.isEmpty() && model.width() != classes) {
      throw new ModelInvalidException(
          "the head in %s tells %d classes apart, the training data has %d classes. Use data with the same classes, or set spec.model.head.source to New."
              .formatted(model.path(), model.width(), classes));
    }
    var plan =
        new GivenNetwork(
            model.file(), model.parameters(), model.width(), classes, newHead, preprocess);
    Map<String, TensorData> weights = new HashMap<>();
    plan.tensors().stream()
        .filter(tensor -> plan.inHead(tensor.name()))
        .forEach(tensor -> weights.put(tensor.name(), random(tensor, seed)));
    return new Network(torch, plan, weights);
  }

  /** An auxiliary head that the weights are without is no help to them. */
  private static LayeredNetwork fitting(LayeredNetwork plan, WeightFile file) {
    return plan.auxiliary().filter(second -> !file.has(second.name() + ".")).isPresent()
        ? plan.withoutAuxiliary()
        : plan;
  }

  private static void requireClasses(NetworkPlan plan, WeightFile file) {
    TensorData bias = file.tensors().get(plan.head() + ".bias");
    if (bias != null && bias.size() != plan.classes()) {
      throw new ModelInvalidException(
          "the head in %s tells %d classes apart, the training data has %d classes. Use data with the same classes, or set spec.model.head.source to New."
              .formatted(file.name(), bias.size(), plan.classes()));
    }
  }

  private static TensorData random(ScriptTensor tensor, long seed) {
    RandomGenerator random = RANDOM.create(seed * 31 + tensor.name().hashCode());
    return new TensorData(tensor.shape(), tensor.initializer().values(tensor.shape(), random));
  }
}
