package dev.transferjob.trainer.job;

import ai.djl.ndarray.NDManager;
import dev.transferjob.api.ExistingResult;
import dev.transferjob.trainer.StopSignal;
import dev.transferjob.trainer.data.Dataset;
import dev.transferjob.trainer.data.ImageExamples;
import dev.transferjob.trainer.data.ImageFolder;
import dev.transferjob.trainer.data.ImageLoader;
import dev.transferjob.trainer.data.TestImages;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.TorchForTests;
import dev.transferjob.trainer.output.OutputFolder;
import dev.transferjob.trainer.progress.ProgressSink;
import dev.transferjob.trainer.progress.ProgressTracker;
import dev.transferjob.trainer.technique.Material;
import dev.transferjob.trainer.technique.Workshop;
import dev.transferjob.trainer.train.CheckpointStore;
import dev.transferjob.trainer.train.Checkpointer;
import dev.transferjob.trainer.train.Scorer;
import dev.transferjob.trainer.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What phases are trained in: eight images of two classes, two steps of four an epoch. */
final class SmallRun implements AutoCloseable {
  private static final OutputFolder.Owner OWNER =
      new OutputFolder.Owner("uid", "recipe", ExistingResult.Reuse);

  final Torch torch = TorchForTests.torch();
  final Material material;
  final Workshop workshop;
  final TrainingRun run;
  final Measurement measurement;
  private final NDManager manager = torch.newScope();
  private final ImageLoader loader = TestImages.loader();

  /**
   * A run that starts.
   *
   * @param nanoTime the clock that it measures times by
   */
  SmallRun(Path root, LongSupplier nanoTime) throws IOException {
    Dataset data = new ImageFolder("data", TestImages.folder(root.resolve("data"), 2, 4, 1)).read();
    var images = new ImageExamples(data, "digest", loader, torch);
    var stop = new StopSignal();
    var tracker = new ProgressTracker(1, ProgressSink.none(), nanoTime);
    var scorer = new Scorer(torch, 2, 4);
    OutputFolder output = output(root);
    material = new Material(images, images, Optional.empty());
    workshop =
        new Workshop(torch, manager, tracker, stop, output.features(), "key", 4, Optional.empty());
    run = TrainingRun.of(torch, scorer, checkpointer(output), tracker, stop, "job", "machine");
    measurement = new Measurement("validation", images, scorer, tracker, stop);
  }

  static OutputFolder output(Path root) throws IOException {
    return OutputFolder.open(root.resolve("output"), OWNER, Clock.systemUTC());
  }

  /** One that saves nothing by itself in the time that a test takes. */
  static Checkpointer checkpointer(OutputFolder output) throws IOException {
    return new Checkpointer(
        new CheckpointStore(output.checkpoints(), 1),
        output.fence(1, "pod"),
        Clock.systemUTC(),
        Duration.ofHours(1));
  }

  @Override
  public void close() {
    loader.close();
    manager.close();
  }
}
