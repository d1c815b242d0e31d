package dev.transferjob.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Ants and bees with EfficientNet-Lite0 at 224 px: jobs of the trainer, and the usual script in
 * eager PyTorch, each in a process of its own.
 */
final class Hymenoptera implements AutoCloseable {
  private static final String WEIGHTS = "efficientnet-lite0.safetensors";

  private final Path data;
  private final Scratch work;
  private final Path claim;
  private int runs;

  /**
   * Unpacks the photos.
   *
   * @param data the data sets' folder
   */
  Hymenoptera(Path data) throws IOException {
    this.data = data;
    this.work = new Scratch("hymenoptera");
    this.claim = Files.createDirectories(work.path().resolve("inputs/data"));
    DataSets.unpack(data.resolve("hymenoptera.zip"), claim);
    Files.copy(data.resolve("models").resolve(WEIGHTS), claim.resolve(WEIGHTS));
  }

  /**
   * One job.
   *
   * @param method as in a spec
   * @param more of the spec, each a whole line of YAML
   */
  Measured job(String method, String... more) throws IOException, InterruptedException {
    String spec =
        """
        task: ImageClassification
        method: %s
        model:
          architecture: EfficientNetLite0
          weights: {uri: "pvc://data/%s"}
        data:
          train: {uri: "pvc://data/hymenoptera/train"}
          validation: {uri: "pvc://data/hymenoptera/val"}
        output: {uri: "pvc://models/result"}
        %s
        """
            .formatted(method, WEIGHTS, String.join("\n", more));
    Path folder = Files.createDirectories(work.path().resolve("run" + runs++));
    return TrainerRun.of(spec, work.path().resolve("inputs"), folder);
  }

  /**
   * The script's recipe of this letter, channels-last: a, the backbone forward in every epoch; b,
   * features once; c, all layers fine-tuned.
   */
  Measured peer(Peer.Scripts scripts, String recipe) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
            List.of(
                scripts.python().toString(),
                scripts.folder().resolve("hymenoptera.py").toString(),
                "--data",
                claim.toString(),
                "--weights",
                claim.resolve(WEIGHTS).toString(),
                "--seeds",
                "1",
                "--channels-last",
                "--only",
                recipe));
    builder.environment().put("PYTHONPATH", data.resolve("reference").toString());
    return Measured.of(builder);
  }

  @Override
  public void close() {
    work.close();
  }
}
