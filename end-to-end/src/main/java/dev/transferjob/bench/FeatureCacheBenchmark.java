package dev.transferjob.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.transferjob.api.TransferJobSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Feature extraction of ants and bees with EfficientNet-Lite0 at 224 px, 20 epochs, from the start
 * of the process to the written result: with cached features, and epoch by epoch.
 */
final class FeatureCacheBenchmark implements Benchmark {
  private static final int RUNS = 5;

  @Override
  public String name() {
    return "feature-cache";
  }

  @Override
  public List<Figure> run() throws Exception {
    Optional<Path> data = DataSets.folder();
    if (data.isEmpty()) {
      return List.of(Figure.skipped(name(), DataSets.ABSENT));
    }
    try (var work = new Scratch("feature-cache")) {
      Path claim = Files.createDirectories(work.path().resolve("inputs/data"));
      DataSets.unpack(data.get().resolve("hymenoptera.zip"), claim);
      Files.copy(
          data.get().resolve("models/efficientnet-lite0.safetensors"),
          claim.resolve("efficientnet-lite0.safetensors"));
      double[] cached = new double[RUNS];
      double[] epochByEpoch = new double[RUNS];
      for (int run = 0; run < RUNS; run++) {
        cached[run] = seconds(true, work, "cached" + run);
        epochByEpoch[run] = seconds(false, work, "uncached" + run);
      }
      var ratio = Ratio.ofRounds(epochByEpoch, cached);
      return List.of(
          Figure.against(
              "epoch by epoch",
              name(),
              new Samples(cached).median(),
              "s",
              ratio.mean(),
              ">= 8x",
              "%s; epoch by epoch %.1f s"
                  .formatted(ratio.interval(), new Samples(epochByEpoch).median())));
    }
  }

  private static double seconds(boolean cache, Scratch work, String run) throws Exception {
    var folder = Files.createDirectories(work.path().resolve(run));
    return TrainerRun.of(spec(cache), work.path().resolve("inputs"), folder).seconds();
  }

  private static TransferJobSpec spec(boolean cache) throws Exception {
    var yaml =
        """
        task: ImageClassification
        method: FeatureExtraction
        model:
          architecture: EfficientNetLite0
          weights: {uri: "pvc://data/efficientnet-lite0.safetensors"}
        data:
          train: {uri: "pvc://data/hymenoptera/train"}
          validation: {uri: "pvc://data/hymenoptera/val"}
        training: {epochs: 20}
        featureExtraction: {cacheFeatures: %s}
        output: {uri: "pvc://models/result"}
        """
            .formatted(cache);
    return new ObjectMapper(new YAMLFactory()).readValue(yaml, TransferJobSpec.class);
  }
}
