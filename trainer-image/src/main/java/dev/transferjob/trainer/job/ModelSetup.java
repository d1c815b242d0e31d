package dev.transferjob.trainer.job;

import ai.djl.ndarray.NDManager;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.trainer.StopSignal;
import dev.transferjob.trainer.data.Dataset;
import dev.transferjob.trainer.data.ImageLoader;
import dev.transferjob.trainer.data.Preprocessing;
import dev.transferjob.trainer.engine.Autocast;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.GivenModel;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.progress.ProgressTracker;
import dev.transferjob.trainer.technique.Workshop;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A network with all that its images go through.
 *
 * @param weights digest of the weights' file; empty without weights
 * @param targets loads the images of a target domain beside the others
 */
record ModelSetup(
    TransferJobSpec spec,
    String weights,
    Preprocessing preprocessing,
    NDManager manager,
    ImageLoader loader,
    ImageLoader targets,
    Network network,
    Optional<Autocast> autocast,
    Workshop workshop)
    implements AutoCloseable {
  private static final int SMALL_IMAGE = 64;
  private static final int SMALL_IMAGES = 250;

  /** More at once is no faster on a CPU, but needs more memory than training in such batches. */
  private static final int LARGE_IMAGES = 16;

  private static final int LARGE_IMAGES_ON_GPU = 32;

  /**
   * What every model of a job works with.
   *
   * @param given the network, if it comes from elsewhere
   */
  record Surroundings(
      Torch torch,
      Machine machine,
      Claims claims,
      Optional<GivenModel> given,
      Path features,
      ProgressTracker tracker,
      StopSignal stop,
      int threads) {}

  static ModelSetup of(TransferJobSpec spec, String weights, Dataset train, Surroundings around) {
    Torch torch = around.torch();
    var assembly = new Assembly(spec, around.claims());
    Preprocessing preprocessing = assembly.preprocessing();
    NDManager manager = torch.newScope();
    Optional<Autocast> autocast = autocast(spec, around);
    var workshop =
        new Workshop(
            torch,
            manager,
            around.tracker(),
            around.stop(),
            around.features(),
            featureKey(
                spec, weights, preprocessing, Machine.versions().get("pytorch"), around.machine()),
            evaluationBatch(preprocessing, around.machine()),
            autocast);
    return new ModelSetup(
        spec,
        weights,
        preprocessing,
        manager,
        new ImageLoader(preprocessing, assembly.sourceAugmentation(), around.threads()),
        new ImageLoader(preprocessing, assembly.augmentation(), around.threads()),
        assembly.network(torch, around.given(), train.classes().size(), train.size()),
        autocast,
        workshop);
  }

  private static int evaluationBatch(Preprocessing preprocessing, Machine machine) {
    if (preprocessing.size() <= SMALL_IMAGE) {
      return SMALL_IMAGES;
    }
    return machine.hasGpu() ? LARGE_IMAGES_ON_GPU : LARGE_IMAGES;
  }

  private static Optional<Autocast> autocast(TransferJobSpec spec, Surroundings around) {
    return switch (spec.training().precision()) {
      case FP32 -> Optional.empty();
      case BF16 -> Optional.of(Autocast.bfloat16(around.torch(), around.machine().device()));
    };
  }

  /**
   * All but the samples that features depend on, to the bit. They are what lies before the head, so
   * the architecture says where they are taken from.
   *
   * @param pytorch version of libtorch
   */
  static String featureKey(
      TransferJobSpec spec,
      String weights,
      Preprocessing preprocessing,
      String pytorch,
      Machine machine) {
    return String.join(
        "\n",
        spec.model().architecture().name(),
        weights,
        preprocessing.toString(),
        spec.training().precision().name(),
        spec.imageClassification().augmentation().toString(),
        pytorch,
        machine.toString());
  }

  @Override
  public void close() {
    autocast.ifPresent(Autocast::close);
    network.close();
    loader.close();
    targets.close();
    manager.close();
  }
}
