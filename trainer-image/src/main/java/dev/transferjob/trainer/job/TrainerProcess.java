package dev.transferjob.trainer.job;

import dev.transferjob.api.ExitCode;
import dev.transferjob.protocol.Attempt;
import dev.transferjob.protocol.JobSnapshot;
import dev.transferjob.protocol.Metric;
import dev.transferjob.protocol.ProgressReport;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.protocol.Recipe;
import dev.transferjob.protocol.Result;
import dev.transferjob.protocol.TerminationMessage;
import dev.transferjob.trainer.Sha256;
import dev.transferjob.trainer.StopSignal;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.output.Fence;
import dev.transferjob.trainer.output.Ledger;
import dev.transferjob.trainer.output.OutputFolder;
import dev.transferjob.trainer.progress.ProgressPush;
import dev.transferjob.trainer.progress.ProgressSink;
import dev.transferjob.trainer.progress.ProgressTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt with its book-keeping: ledger, fence, progress, and how it ended. */
final class TrainerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerProcess.class);

  private final TrainerEnvironment environment;
  private final StopSignal stop;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Activity activity = new Activity();
  private final AtomicReference<Current> current = new AtomicReference<>();
  private final AtomicBoolean ended = new AtomicBoolean();

  TrainerProcess(TrainerEnvironment environment, StopSignal stop, Clock clock) {
    this(environment, stop, clock, System::nanoTime);
  }

  /**
   * @param nanoTime the clock that tells how long nothing has happened
   */
  TrainerProcess(
      TrainerEnvironment environment, StopSignal stop, Clock clock, LongSupplier nanoTime) {
    this.environment = environment;
    this.stop = stop;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** The attempt that trains, for a thread that has to end it. */
  private record Current(Ledger ledger, Attempt attempt, ProgressTracker tracker) {}

  /** How the attempt ended. */
  private record End(ExitCode exitCode, String reason, String message, Optional<Result> result) {
    static End of(Failure failure) {
      return of(failure.exitCode(), failure.message(), Optional.empty());
    }

    private static End of(ExitCode code, String message, Optional<Result> result) {
      return new End(code, code.reason(), message, result);
    }

    /** Of an earlier attempt, or of another TransferJob that asked for the same. */
    static End earlier(OutputFolder.Finished finished, String uid) {
      if (finished.uid().equals(uid)) {
        return complete(finished.result());
      }
      var words =
          "TransferJob uid %s made the result in %s from the same spec, so nothing was trained"
              .formatted(finished.uid(), finished.result().uri());
      return new End(
          ExitCode.COMPLETE,
          TerminationMessage.ALREADY_COMPLETE,
          words,
          Optional.of(finished.result()));
    }

    static End complete(Result result) {
      String words =
          "the result is in %s; accuracy %.4f on %d images of %s"
              .formatted(result.uri(), accuracy(result), result.samples(), result.split());
      return of(ExitCode.COMPLETE, words + warning(result), Optional.of(result));
    }

    private static String warning(Result result) {
      return result.adaptation() == null || result.adaptation().collapse() == null
          ? ""
          : ". Warning: " + result.adaptation().collapse();
    }

    private static double accuracy(Result result) {
      return result.metrics().stream()
          .filter(metric -> metric.name().equals("accuracy"))
          .mapToDouble(Metric::value)
          .findFirst()
          .orElse(Double.NaN);
    }
  }

  /** Runs the attempt and returns its exit code. */
  int run() {
    try {
      JobSnapshot job = snapshot();
      LOG.info("TransferJob {}/{}, run {}", job.namespace(), job.name(), job.run());
      long deadline = job.spec().progressDeadlineSeconds();
      try (var _ = new Watchdog(deadline, nanoTime, activity, this::hung)) {
        return run(job);
      }
    } catch (IOException | RuntimeException e) {
      return end(End.of(failure(e, 1)), 0, null, List.of());
    }
  }

  private int run(JobSnapshot job) throws IOException {
    var claims = new Claims(environment.inputs(), environment.output());
    var output =
        OutputFolder.open(
            claims.output(job.spec().output().uri()),
            new OutputFolder.Owner(
                job.uid(), Sha256.of(Recipe.of(job.spec())), job.spec().output().existingResult()),
            clock);
    Optional<OutputFolder.Finished> finished = output.finished();
    if (finished.isPresent()) {
      LOG.info("The result is there already");
      return end(End.earlier(finished.get(), job.uid()), 0, null, output.ledger().attempts());
    }
    return attempt(job, output);
  }

  private int attempt(JobSnapshot job, OutputFolder output) throws IOException {
    Ledger ledger = output.ledger();
    Attempt attempt = ledger.start(job.run());
    Fence fence = output.fence(attempt.number(), environment.pod());
    try (var _ = new Heartbeat(fence);
        ProgressSink sink = sink()) {
      var tracker = new ProgressTracker(attempt.number(), sink, System::nanoTime);
      activity.follow(tracker);
      current.set(new Current(ledger, attempt, tracker));
      End end = train(job, output, fence, tracker);
      if (end.exitCode() == ExitCode.COMPLETE) {
        tracker.complete();
      }
      ledger.end(attempt, tracker.step(), end.exitCode().reason());
      fence.release();
      return end(end, attempt.number(), tracker.report(), ledger.attempts());
    }
  }

  private End train(JobSnapshot job, OutputFolder output, Fence fence, ProgressTracker tracker) {
    try {
      Result result =
          new AttemptTraining(job, environment, output, fence, tracker, stop, clock).train();
      return End.complete(result);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      return End.of(failure(e, job.spec().training().batchSize()));
    }
  }

  /** Only what nobody foresaw is worth a stack trace. */
  private static Failure failure(Throwable thrown, int batchSize) {
    Failure failure = Failure.of(thrown, batchSize);
    if (failure.exitCode() == ExitCode.TRAINER_ERROR) {
      LOG.error("Unexpected failure", thrown);
    }
    return failure;
  }

  private int end(End end, int attempt, ProgressReport progress, List<Attempt> ledger) {
    var message =
        new TerminationMessage(
            attempt, end.reason(), end.message(), progress, end.result().orElse(null), ledger);
    if (ended.compareAndSet(false, true)) {
      new TerminationFile(environment.termination()).write(message);
      LOG.info("{}: {}", end.reason(), end.message());
    }
    return end.exitCode().code();
  }

  /** Called by the watchdog's thread, because the one that trains does not come back. */
  private void hung(Duration idle) {
    Optional<Current> last = Optional.ofNullable(current.get());
    ProgressReport progress = last.map(c -> c.tracker().report()).orElse(null);
    String stage = progress == null ? "start" : progress.stage().name();
    var words =
        "nothing happened for %d s in stage %s, at step %d; the log shows what each thread did"
            .formatted(idle.toSeconds(), stage, last.map(c -> c.tracker().step()).orElse(0L));
    end(
        End.of(ExitCode.HUNG, words, Optional.empty()),
        last.map(c -> c.attempt().number()).orElse(0),
        progress,
        List.of());
    last.ifPresent(TrainerProcess::close);
  }

  private static void close(Current attempt) {
    try {
      attempt.ledger().end(attempt.attempt(), attempt.tracker().step(), ExitCode.HUNG.reason());
    } catch (IOException e) {
      LOG.warn("The ledger cannot be written: {}", e.getMessage());
    }
  }

  private JobSnapshot snapshot() {
    try {
      return ProtocolJson.mapper()
          .readValue(Files.readAllBytes(environment.job()), JobSnapshot.class);
    } catch (IOException e) {
      throw new TrainerException(
          ExitCode.INVALID_SPEC,
          "the job's spec in %s cannot be read: %s".formatted(environment.job(), e.getMessage()),
          e);
    }
  }

  private ProgressSink sink() {
    return environment
        .progressUrl()
        .<ProgressSink>map(
            url -> new ProgressPush(url, environment.authority(), environment.token()))
        .orElseGet(ProgressSink::none);
  }
}
