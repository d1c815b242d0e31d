package dev.transferjob.trainer.job;

import ai.djl.engine.Engine;
import dev.transferjob.api.Architecture;
import dev.transferjob.api.Augmentation;
import dev.transferjob.api.ExitCode;
import dev.transferjob.api.HeadSource;
import dev.transferjob.api.Input;
import dev.transferjob.api.Method;
import dev.transferjob.api.ModelCandidate;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.api.Weights;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.data.Preprocessing;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.image.PreprocessingScript;
import dev.transferjob.trainer.model.Architectures;
import dev.transferjob.trainer.model.GivenModel;
import dev.transferjob.trainer.model.InputSpec;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkLoader;
import dev.transferjob.trainer.model.WeightSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the parts of a job out of its spec. */
record Assembly(TransferJobSpec spec, Claims claims) {

  /** The architecture's usual preprocessing, but for what the spec says. */
  Preprocessing preprocessing() {
    Input input = spec.imageClassification().input();
    if (isGiven()) {
      int wanted = input.size();
      int shorter = input.resize() == null ? wanted : input.resize();
      return new Preprocessing(
          wanted, shorter, input.interpolation(), decimals(input.mean()), decimals(input.std()));
    }
    InputSpec usual = Architectures.input(spec.model().architecture());
    int size = input.size() == null ? usual.size() : input.size();
    int resize =
        input.resize() != null
            ? input.resize()
            : Math.toIntExact(Math.round((double) size * usual.resize() / usual.size()));
    return new Preprocessing(
        size,
        resize,
        input.interpolation(),
        input.mean() == null ? usual.mean() : decimals(input.mean()),
        input.std() == null ? usual.std() : decimals(input.std()));
  }

  List<Augmentation> augmentation() {
    return spec.imageClassification().augmentation();
  }

  /** With what is only for the labelled source of a domain adaptation. */
  List<Augmentation> sourceAugmentation() {
    var all = new ArrayList<Augmentation>(augmentation());
    if (spec.domainAdaptation() != null) {
      all.addAll(spec.domainAdaptation().sourceAugmentation());
    }
    return List.copyOf(all);
  }

  /** Digest of the weights' file, compared with the spec's; empty without weights. */
  String weightsDigest() {
    Weights weights = spec.model().weights();
    if (weights == null) {
      return "";
    }
    WeightSource source = weightSource();
    try {
      String found = source.digest();
      if (weights.sha256() != null && !weights.sha256().equals(found)) {
        throw new TrainerException(
            ExitCode.MODEL_INVALID,
            "model.weights.sha256 is %s, but %s has %s; copy the right file or correct the digest"
                .formatted(weights.sha256(), source.path(), found));
      }
      return found;
    } catch (IOException e) {
      throw new TrainerException(
          ExitCode.MODEL_INVALID,
          "model.weights.uri: %s cannot be read (%s); check the path inside the claim"
              .formatted(source.path(), e),
          e);
    }
  }

  /** Tries out a network from elsewhere; one of the named architectures needs no trial. */
  Optional<GivenModel> tried(Torch torch) {
    if (!isGiven()) {
      return Optional.empty();
    }
    HeadSource head = spec.model().head().source();
    boolean isTrained = spec.method() != Method.FeatureExtraction;
    return Optional.of(
        GivenModel.tried(torch, weightPath(), preprocessing().size(), head, isTrained));
  }

  Network network(Torch torch, Optional<GivenModel> given, int classes, int samples) {
    Architecture architecture = spec.model().architecture();
    long seed = spec.training().seed();
    var loader = new NetworkLoader(torch, spec.model().head(), samples);
    if (given.isPresent()) {
      String preprocess = new PreprocessingScript(preprocessing()).text();
      return loader.given(given.get(), classes, preprocess, seed);
    }
    if (spec.model().weights() == null) {
      return loader.fromScratch(architecture, classes, seed);
    }
    HeadSource head = spec.model().head().source();
    return loader.pretrained(architecture, classes, weightSource().read(), head, seed);
  }

  /** Checks what admission checks too, for a spec that did not come through it. */
  void validate() {
    if (spec.training().isOnlyScoring() && spec.model().head().source() != HeadSource.Pretrained) {
      throw new TrainerException(
          ExitCode.INVALID_SPEC,
          "training.epochs is 0, which only scores a network as it is: set model.head.source to"
              + " Pretrained or train at least one epoch");
    }
    if (spec.model().candidates().isEmpty()) {
      requireFittingInput();
    }
    for (ModelCandidate candidate : spec.model().candidates()) {
      new Assembly(spec.with(spec.model().with(candidate)), claims).requireFittingInput();
    }
  }

  private void requireFittingInput() {
    Input input = spec.imageClassification().input();
    if (isGiven() && (input.size() == null || input.mean() == null || input.std() == null)) {
      throw new TrainerException(
          ExitCode.INVALID_SPEC,
          "model.architecture TorchScript needs imageClassification.input.size, mean and std: give"
              + " those that it was trained with");
    }
    Architecture architecture = spec.model().architecture();
    int smallest = Architectures.smallestImage(architecture);
    if (preprocessing().size() < smallest) {
      throw new TrainerException(
          ExitCode.INVALID_SPEC,
          "imageClassification.input.size is %d, but %s needs images of at least %d pixels"
              .formatted(preprocessing().size(), architecture, smallest));
    }
  }

  /**
   * The device to compute on, by name.
   *
   * @throws TrainerException with {@link ExitCode#GPU_UNAVAILABLE} if the pod asked for a GPU in
   *     vain
   */
  static String device(TrainerEnvironment environment) {
    int found = Engine.getEngine("PyTorch").getGpuCount();
    if (found == 0 && environment.gpus() > 0 && !environment.isCpuAllowed()) {
      throw new TrainerException(
          ExitCode.GPU_UNAVAILABLE,
          "the pod asked for %d GPU(s) but the trainer sees none; check the node's driver, the device"
                  .formatted(environment.gpus())
              + " plugin and runtimeClassName");
    }
    return found > 0 ? "gpu" : "cpu";
  }

  private WeightSource weightSource() {
    return WeightSource.at(weightPath());
  }

  private Path weightPath() {
    return claims.input("model.weights.uri", spec.model().weights().uri());
  }

  /** Whether the network comes from elsewhere, as TorchScript. */
  boolean isGiven() {
    return spec.model().architecture() == Architecture.TorchScript;
  }

  private static List<Double> decimals(List<String> texts) {
    return texts.stream().map(Double::valueOf).toList();
  }
}
