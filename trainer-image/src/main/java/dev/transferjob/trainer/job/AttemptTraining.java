package dev.transferjob.trainer.job;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.JobSnapshot;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.protocol.Result;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.Sha256;
import dev.transferjob.trainer.StopSignal;
import dev.transferjob.trainer.data.ImageLoader;
import dev.transferjob.trainer.data.Preprocessing;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.output.Fence;
import dev.transferjob.trainer.output.OutputFolder;
import dev.transferjob.trainer.output.Provenance;
import dev.transferjob.trainer.output.ResultFiles;
import dev.transferjob.trainer.output.TrainedModel;
import dev.transferjob.trainer.progress.ProgressTracker;
import dev.transferjob.trainer.technique.Workshop;
import dev.transferjob.trainer.train.CheckpointStore;
import dev.transferjob.trainer.train.Checkpointer;
import dev.transferjob.trainer.train.Scorer;
import dev.transferjob.trainer.train.TrainingRun;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt's work: load, train, export. Runs on the thread that owns libtorch. */
final class AttemptTraining {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptTraining.class);
  private static final int SMALL_IMAGE = 64;

  private final JobSnapshot job;
  private final TransferJobSpec spec;
  private final TrainerEnvironment environment;
  private final OutputFolder output;
  private final Fence fence;
  private final ProgressTracker tracker;
  private final StopSignal stop;
  private final Clock clock;
  private final Instant start;

  AttemptTraining(
      JobSnapshot job,
      TrainerEnvironment environment,
      OutputFolder output,
      Fence fence,
      ProgressTracker tracker,
      StopSignal stop,
      Clock clock) {
    this.job = job;
    this.spec = job.spec();
    this.environment = environment;
    this.output = output;
    this.fence = fence;
    this.tracker = tracker;
    this.stop = stop;
    this.clock = clock;
    this.start = clock.instant();
  }

  /** What was read, with the digests that tell whether a checkpoint belongs to it. */
  private record Loaded(LoadedData data, String weights) {}

  Result train() throws IOException {
    tracker.enter(Stage.Loading, 0);
    var assembly = new Assembly(spec, new Claims(environment.inputs(), environment.output()));
    assembly.validate();
    // Reading goes on beside the start of libtorch.
    var loading = CompletableFuture.supplyAsync(() -> load(assembly));
    Torch torch = Torch.start(environment.threads());
    var machine = Machine.of(Assembly.device(environment), environment.threads());
    Loaded loaded = await(loading);
    Preprocessing preprocessing = assembly.preprocessing();
    int classes = loaded.data().train().classes().size();
    try (NDManager manager = torch.newScope();
        ImageLoader loader =
            new ImageLoader(preprocessing, assembly.augmentation(), environment.threads());
        Network network = assembly.network(torch, classes)) {
      stop.check();
      LOG.info(
          "{} training and {} validation images of {} classes",
          loaded.data().train().size(),
          loaded.data().validation().size(),
          classes);
      int batch = preprocessing.size() <= SMALL_IMAGE ? 250 : 32;
      var scorer = new Scorer(torch, classes, batch);
      var workshop = workshop(torch, manager, loaded, preprocessing, batch);
      var measurement =
          new Measurement(
              loaded.data().split(), loaded.data().measured(loader), scorer, tracker, stop);
      var run = run(torch, scorer, loaded, machine);
      var trained =
          new TrainingJob(job, loaded.data().material(loader), network, workshop, run, measurement)
              .train();
      return export(trained, loaded, network, preprocessing, run, machine);
    }
  }

  private Loaded load(Assembly assembly) {
    var claims = new Claims(environment.inputs(), environment.output());
    return new Loaded(
        LoadedData.of(spec.data(), claims, spec.training().seed()), assembly.weightsDigest());
  }

  private static Loaded await(CompletableFuture<Loaded> loading) {
    try {
      return loading.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Workshop workshop(
      Torch torch, NDManager manager, Loaded loaded, Preprocessing preprocessing, int batch) {
    String key =
        String.join(
            "\n", spec.model().architecture().name(), loaded.weights(), preprocessing.toString());
    return new Workshop(torch, manager, tracker, stop, output.features(), key, batch);
  }

  private TrainingRun run(Torch torch, Scorer scorer, Loaded loaded, Machine machine) {
    var checkpoints = spec.checkpoint();
    var store = new CheckpointStore(output.checkpoints(), checkpoints.keepLast());
    var checkpointer =
        new Checkpointer(store, fence, clock, Duration.ofSeconds(checkpoints.everySeconds()));
    String identity =
        String.join(
            "\n", specJson().toString(), loaded.data().digests().toString(), loaded.weights());
    return TrainingRun.of(
        torch, scorer, checkpointer, tracker, stop, Sha256.of(identity), machine.toString());
  }

  private Result export(
      TrainingJob.Trained trained,
      Loaded loaded,
      Network network,
      Preprocessing preprocessing,
      TrainingRun run,
      Machine machine)
      throws IOException {
    stop.check();
    fence.check();
    tracker.enter(Stage.Exporting, 0);
    var model =
        new TrainedModel(
            job,
            network,
            preprocessing,
            loaded.data().train(),
            trained.evaluation(),
            trained.baseline(),
            trained.result(),
            run.history(),
            provenance(loaded, machine));
    return output.write(trained.result(), folder -> new ResultFiles(model).write(folder));
  }

  private Provenance provenance(Loaded loaded, Machine machine) {
    return new Provenance(
        job.name(),
        job.namespace(),
        job.uid(),
        specJson(),
        Sha256.of(specJson().toString()),
        new LinkedHashMap<>(loaded.data().digests()),
        loaded.weights().isEmpty() ? null : loaded.weights(),
        spec.training().seed(),
        machine.toString(),
        Machine.versions(),
        start,
        clock.instant());
  }

  private JsonNode specJson() {
    return ProtocolJson.mapper().valueToTree(spec);
  }
}
