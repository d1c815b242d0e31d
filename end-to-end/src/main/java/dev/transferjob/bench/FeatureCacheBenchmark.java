package dev.transferjob.bench;

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
    try (var photos = new Hymenoptera(data.get())) {
      double[] cached = new double[RUNS];
      double[] epochByEpoch = new double[RUNS];
      for (int run = 0; run < RUNS; run++) {
        cached[run] = seconds(photos, true);
        epochByEpoch[run] = seconds(photos, false);
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

  private static double seconds(Hymenoptera photos, boolean cache) throws Exception {
    return photos
        .job(
            "FeatureExtraction",
            "training: {epochs: 20}",
            "featureExtraction: {cacheFeatures: %s}".formatted(cache))
        .seconds();
  }
}
