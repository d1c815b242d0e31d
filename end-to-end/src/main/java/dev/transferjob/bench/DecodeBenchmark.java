package dev.transferjob.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.transferjob.api.Architecture;
import dev.transferjob.api.Augmentation;
import dev.transferjob.api.AugmentationType;
import dev.transferjob.api.Interpolation;
import dev.transferjob.trainer.data.Dataset;
import dev.transferjob.trainer.data.ImageFolder;
import dev.transferjob.trainer.data.ImageLoader;
import dev.transferjob.trainer.data.Preprocessing;
import dev.transferjob.trainer.model.Architectures;
import dev.transferjob.trainer.model.InputSpec;
import dev.transferjob.trainer.random.Shuffle;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Photos from JPEG files to augmented, normalised inputs of 224 px: what one core feeds a network
 * with. Counts the CPU's seconds, which other work on the machine does not change.
 */
final class DecodeBenchmark implements Benchmark {
  private static final int PASSES = 9;
  private static final int BATCH = 16;
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @Override
  public String name() {
    return "decode";
  }

  @Override
  public List<Figure> run() throws Exception {
    Optional<Path> data = DataSets.folder();
    if (data.isEmpty()) {
      return List.of(Figure.skipped(name(), DataSets.ABSENT));
    }
    try (var work = new Scratch("decode")) {
      Path claim = Files.createDirectories(work.path().resolve("data"));
      DataSets.unpack(data.get().resolve("hymenoptera.zip"), claim);
      var photos = new ImageFolder("data", claim.resolve("hymenoptera/train")).read();
      double[] rates = new double[PASSES];
      var augmentation =
          List.of(
              Augmentation.of(AugmentationType.RandomResizedCrop),
              Augmentation.of(AugmentationType.HorizontalFlip));
      try (var loader = new ImageLoader(preprocessing(), augmentation, 1)) {
        pass(loader, photos, PASSES); // warm-up
        for (int i = 0; i < PASSES; i++) {
          rates[i] = photos.size() / pass(loader, photos, i);
        }
      }
      return List.of(
          Figure.of(
              name(),
              new Samples(rates).median(),
              "images/s",
              ">= 350",
              "a core's second; RandomResizedCrop and HorizontalFlip, median of %d passes over %d photos"
                  .formatted(PASSES, photos.size())));
    }
  }

  /** CPU seconds of one pass. */
  private static double pass(ImageLoader loader, Dataset photos, int epoch) {
    long start = PROCESS.getProcessCpuTime();
    var plan = Shuffle.epoch(photos.size(), BATCH, 0, epoch);
    try (var batches = loader.training(photos, plan, 0, epoch)) {
      while (batches.hasNext()) {
        batches.next();
      }
    }
    return (PROCESS.getProcessCpuTime() - start) / 1e9;
  }

  private static Preprocessing preprocessing() {
    InputSpec usual = Architectures.input(Architecture.ResNet18);
    return new Preprocessing(
        usual.size(), usual.resize(), Interpolation.Bilinear, usual.mean(), usual.std());
  }
}
