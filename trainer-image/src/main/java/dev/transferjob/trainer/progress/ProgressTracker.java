package dev.transferjob.trainer.progress;

import dev.transferjob.protocol.Best;
import dev.transferjob.protocol.Checkpoint;
import dev.transferjob.protocol.Metric;
import dev.transferjob.protocol.ProgressReport;
import dev.transferjob.protocol.Stage;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the attempt stands. Percentage and remaining time come from work done and planned, in
 * sample passes: an image forward is 1, forward and backward 3.
 */
public final class ProgressTracker {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressTracker.class);
  private static final double NANOS = 1e9;
  private static final long PUBLISH_EVERY_NANOS = 500_000_000L;

  private final int attempt;
  private final ProgressSink sink;
  private final LongSupplier nanoTime;
  private final AtomicLong activity = new AtomicLong();
  private double plannedWork = 1;
  private double doneWork;
  private double resumedWork;
  private long workStart;
  private long stageStart;
  private long stageSamples;
  private long sequence;
  private long lastPublished;
  private int percentage;
  private Stage stage = Stage.Loading;
  private int epoch;
  private int totalEpochs;
  private long step;
  private long totalSteps;
  private List<Metric> metrics = List.of();
  private Best best;
  private Checkpoint checkpoint;
  private int resumedFromStep;

  public ProgressTracker(int attempt, ProgressSink sink, LongSupplier nanoTime) {
    this.attempt = attempt;
    this.sink = sink;
    this.nanoTime = nanoTime;
    this.workStart = nanoTime.getAsLong();
    this.stageStart = workStart;
    this.lastPublished = workStart - PUBLISH_EVERY_NANOS;
  }

  /** Says how much there is to do in all, in sample passes, and how many optimizer steps. */
  public void plan(double work, long steps) {
    plannedWork = Math.max(1, work);
    totalSteps = steps;
    workStart = nanoTime.getAsLong();
  }

  /** Says that so much of the plan is not needed. */
  public void skip(double work, long steps) {
    plannedWork = Math.max(1, plannedWork - work);
    totalSteps = Math.max(step, totalSteps - steps);
  }

  /** Says what an earlier attempt has done already. */
  public void resume(long fromStep, double work) {
    resumedFromStep = Math.toIntExact(fromStep);
    step = fromStep;
    doneWork = work;
    resumedWork = work;
  }

  /**
   * Begins a stage, and tells the log how long the one before took. One without epochs leaves those
   * of the stage before.
   */
  public void enter(Stage next, int epochs) {
    if (next != stage) {
      LOG.info("{} took {} s", stage, "%.1f".formatted(seconds(stageStart)));
    }
    stage = next;
    if (epochs > 0) {
      totalEpochs = epochs;
      epoch = 0;
    }
    stageStart = nanoTime.getAsLong();
    stageSamples = 0;
    publish();
  }

  /** The epoch that runs now, counted from 1. */
  public void epoch(int number) {
    epoch = number;
  }

  /** Adds work; publishes now and then. */
  public void worked(int samples, double work) {
    stageSamples += samples;
    doneWork += work;
    activity.incrementAndGet();
    if (nanoTime.getAsLong() - lastPublished >= PUBLISH_EVERY_NANOS) {
      publish();
    }
  }

  public void step(long number) {
    step = number;
    activity.incrementAndGet();
  }

  public void metrics(List<Metric> latest) {
    metrics = latest;
    publish();
  }

  public void best(Best value) {
    best = value;
  }

  public void checkpoint(Checkpoint value) {
    checkpoint = value;
    publish();
  }

  public long step() {
    return step;
  }

  /** The clock that the attempt measures times by, in nanoseconds since any moment. */
  public long nanoTime() {
    return nanoTime.getAsLong();
  }

  /** Grows with everything that the attempt does; other threads may read it. */
  public long activity() {
    return activity.get();
  }

  public double doneWork() {
    return doneWork;
  }

  /** The current report; its sequence number is new. */
  public ProgressReport report() {
    double share = Math.min(1, doneWork / plannedWork);
    percentage = Math.max(percentage, (int) Math.floor(share * 99));
    return new ProgressReport(
        attempt,
        ++sequence,
        stage,
        percentage,
        epoch,
        totalEpochs,
        step,
        totalSteps,
        stageSamples / Math.max(1e-3, seconds(stageStart)),
        remainingSeconds(),
        metrics,
        best,
        checkpoint,
        resumedFromStep);
  }

  /** The last report: all is done. */
  public void complete() {
    LOG.info("{} took {} s", stage, "%.1f".formatted(seconds(stageStart)));
    percentage = 100;
    doneWork = plannedWork;
    publish();
  }

  private long remainingSeconds() {
    double done = doneWork - resumedWork;
    double left = Math.max(0, plannedWork - doneWork);
    return done <= 0 ? 0 : Math.round(seconds(workStart) * left / done);
  }

  private double seconds(long since) {
    return (nanoTime.getAsLong() - since) / NANOS;
  }

  private void publish() {
    lastPublished = nanoTime.getAsLong();
    activity.incrementAndGet();
    sink.publish(report());
  }
}
