package dev.transferjob.samples;

import dev.transferjob.trainer.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Pre-trains the base model with the project's own trainer, from scratch on the source glyphs. */
final class BaseModel {
  private static final int TRAINED_PER_CLASS = 200;
  private static final int MEASURED_PER_CLASS = 50;

  private BaseModel() {}

  /** Writes the trained weights to a safetensors file. */
  static void train(Path weights) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("base-model-");
    try {
      var source = new GlyphFolder(Glyph.SOURCE, Style.PLAIN);
      source.write(work.resolve("inputs/drawings/train"), TRAINED_PER_CLASS, 11);
      source.write(work.resolve("inputs/drawings/validation"), MEASURED_PER_CLASS, 12);
      Files.createDirectories(work.resolve("output/models"));
      runTrainer(work);
      Path trained = work.resolve("output/models/base-model/model.safetensors");
      Files.copy(trained, weights, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      DurableFiles.delete(work);
    }
  }

  /** As in a pod: the job is a file, claims are folders, and the exit code tells the end. */
  private static void runTrainer(Path work) throws IOException, InterruptedException {
    Path job = work.resolve("job.json");
    try (InputStream in = BaseModel.class.getResourceAsStream("base-model-job.json")) {
      Files.copy(in, job);
    }
    Path termination = work.resolve("termination-log");
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dai.djl.pytorch.graph_optimizer=false",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.transferjob.trainer.job.Main")
            .inheritIO();
    builder
        .environment()
        .putAll(
            Map.of(
                "TRANSFERJOB_JOB_FILE", job.toString(),
                "TRANSFERJOB_INPUTS", work.resolve("inputs").toString(),
                "TRANSFERJOB_OUTPUT", work.resolve("output").toString(),
                "TRANSFERJOB_TERMINATION_FILE", termination.toString()));
    int exitCode = builder.start().waitFor();
    if (exitCode != 0) {
      throw new IOException(
          "The trainer ended with %d: %s".formatted(exitCode, Files.readString(termination)));
    }
  }
}
