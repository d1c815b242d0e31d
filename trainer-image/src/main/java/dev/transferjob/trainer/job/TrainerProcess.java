package dev.transferjob.trainer.job;

import dev.transferjob.api.ExitCode;
import dev.transferjob.protocol.Attempt;
import dev.transferjob.protocol.JobSnapshot;
import dev.transferjob.protocol.Metric;
import dev.transferjob.protocol.ProgressReport;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.protocol.Result;
import dev.transferjob.protocol.TerminationMessage;
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
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt with its book-keeping: ledger, fence, progress, and how it ended. */
final class TrainerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerProcess.class);

  private final TrainerEnvironment environment;
  private final StopSignal stop;
  private final Clock clock;

  TrainerProcess(TrainerEnvironment environment, StopSignal stop, Clock clock) {
    this.environment = environment;
    this.stop = stop;
    this.clock = clock;
  }

  /** How the attempt ended. */
  private record End(ExitCode exitCode, String message, Optional<Result> result) {
    static End of(Failure failure) {
      return new End(failure.exitCode(), failure.message(), Optional.empty());
    }

    static End complete(Result result) {
      String words =
          "the result is in %s; accuracy %.4f on %d images of %s"
              .formatted(result.uri(), accuracy(result), result.samples(), result.split());
      return new End(ExitCode.COMPLETE, words + warning(result), Optional.of(result));
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
      var claims = new Claims(environment.inputs(), environment.output());
      var output = OutputFolder.open(claims.output(job.spec().output().uri()), job.uid(), clock);
      Optional<Result> finished = output.finished();
      if (finished.isPresent()) {
        LOG.info("The result is there already");
        return end(End.complete(finished.get()), 0, null, output.ledger().attempts());
      }
      return attempt(job, output);
    } catch (IOException | RuntimeException e) {
      return end(End.of(failure(e, 1)), 0, null, List.of());
    }
  }

  private int attempt(JobSnapshot job, OutputFolder output) throws IOException {
    Ledger ledger = output.ledger();
    Attempt attempt = ledger.start(job.run());
    Fence fence = output.fence(attempt.number(), environment.pod());
    try (var _ = new Heartbeat(fence);
        ProgressSink sink = sink()) {
      var tracker = new ProgressTracker(attempt.number(), sink, System::nanoTime);
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
            attempt,
            end.exitCode().reason(),
            end.message(),
            progress,
            end.result().orElse(null),
            ledger);
    new TerminationFile(environment.termination()).write(message);
    LOG.info("{}: {}", end.exitCode().reason(), end.message());
    return end.exitCode().code();
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
