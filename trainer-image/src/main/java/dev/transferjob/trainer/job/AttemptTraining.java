package dev.transferjob.trainer.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.JobSnapshot;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.protocol.Recipe;
import dev.transferjob.protocol.Result;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.Sha256;
import dev.transferjob.trainer.StopSignal;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.image.ImageKind;
import dev.transferjob.trainer.model.GivenModel;
import dev.transferjob.trainer.output.Fence;
import dev.transferjob.trainer.output.OutputFolder;
import dev.transferjob.trainer.output.Provenance;
import dev.transferjob.trainer.output.ResultFiles;
import dev.transferjob.trainer.output.TrainedModel;
import dev.transferjob.trainer.progress.ProgressTracker;
import dev.transferjob.trainer.train.CheckpointStore;
import dev.transferjob.trainer.train.Checkpointer;
import dev.transferjob.trainer.train.Scorer;
import dev.transferjob.trainer.train.TrainingRun;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt's work: load, train, export. Runs on the thread that owns libtorch. */
final class AttemptTraining {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptTraining.class);

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
    var assembly = new Assembly(spec, claims());
    assembly.validate();
    // Reading goes on beside the start of libtorch, but not before a given network has been tried.
    var mayRead = new CompletableFuture<Void>();
    var loading = mayRead.thenApplyAsync(now -> load(assembly));
    if (!assembly.isGiven()) {
      mayRead.complete(null);
    }
    Torch torch = Torch.start(environment.threads());
    Optional<GivenModel> given = assembly.tried(torch);
    mayRead.complete(null);
    var machine = Machine.of(Assembly.device(environment), environment.threads());
    Loaded loaded = await(loading);
    var around =
        new ModelSetup.Surroundings(
            torch,
            machine,
            claims(),
            given,
            output.features(),
            tracker,
            stop,
            environment.threads());
    CandidateRanking.Choice choice =
        spec.model().candidates().isEmpty()
            ? new CandidateRanking.Choice(spec, loaded.weights(), List.of())
            : new CandidateRanking(spec, loaded.data(), around).best();
    return train(choice, loaded.data(), around);
  }

  private Result train(
      CandidateRanking.Choice choice, LoadedData data, ModelSetup.Surroundings around)
      throws IOException {
    int classes = data.train().classes().size();
    try (ModelSetup setup = ModelSetup.of(choice.spec(), choice.weights(), data.train(), around)) {
      stop.check();
      LOG.info(
          "{} training and {} validation images of {} classes",
          data.train().size(),
          data.validation().size(),
          classes);
      var scorer = new Scorer(around.torch(), classes, setup.workshop().evaluationBatch());
      var measurement =
          new Measurement(
              data.split(), data.measured(setup.loader(), around.torch()), scorer, tracker, stop);
      var run = run(scorer, data, setup, around);
      var trained =
          new TrainingJob(
                  setup.spec(),
                  data.material(setup.loader(), setup.targets(), around.torch()),
                  setup.network(),
                  () ->
                      new Assembly(setup.spec(), claims())
                          .network(around.torch(), around.given(), classes, data.train().size()),
                  setup.workshop(),
                  run,
                  measurement,
                  choice.ranking(),
                  data.duplicates())
              .train();
      return export(trained, data, setup, run, around.machine());
    }
  }

  private Claims claims() {
    return new Claims(environment.inputs(), environment.output());
  }

  private Loaded load(Assembly assembly) {
    return new Loaded(LoadedData.of(spec, claims()), assembly.weightsDigest());
  }

  private static Loaded await(CompletableFuture<Loaded> loading) {
    try {
      return loading.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private TrainingRun run(
      Scorer scorer, LoadedData data, ModelSetup setup, ModelSetup.Surroundings around) {
    var checkpoints = spec.checkpoint();
    var store = new CheckpointStore(output.checkpoints(), checkpoints.keepLast());
    var checkpointer =
        new Checkpointer(store, fence, clock, Duration.ofSeconds(checkpoints.everySeconds()));
    String identity =
        String.join("\n", Recipe.of(spec), data.digests().toString(), setup.weights());
    return TrainingRun.of(
        around.torch(),
        scorer,
        checkpointer,
        tracker,
        stop,
        Sha256.of(identity),
        around.machine().toString());
  }

  private Result export(
      TrainingJob.Trained trained,
      LoadedData data,
      ModelSetup setup,
      TrainingRun run,
      Machine machine)
      throws IOException {
    stop.check();
    fence.check();
    tracker.enter(Stage.Exporting, 0);
    var model =
        new TrainedModel(
            new JobSnapshot(job.name(), job.namespace(), job.uid(), job.run(), setup.spec()),
            setup.network(),
            new ImageKind(setup.preprocessing(), data.measured()),
            data.train().classes(),
            data.train().size(),
            trained.evaluation(),
            trained.baseline(),
            trained.result(),
            run.history(),
            provenance(data, setup.weights(), machine));
    return output.write(
        trained.result(),
        folder -> {
          new ResultFiles(model).write(folder);
          // Large files take long to write, so another attempt may have taken over by now.
          fence.check();
        });
  }

  private Provenance provenance(LoadedData data, String weights, Machine machine) {
    return new Provenance(
        job.name(),
        job.namespace(),
        job.uid(),
        specJson(),
        Sha256.of(specJson().toString()),
        new LinkedHashMap<>(data.digests()),
        weights.isEmpty() ? null : weights,
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
