package dev.transferjob.trainer.job;

import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.StopSignal;
import dev.transferjob.trainer.metrics.Evaluation;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.progress.ProgressTracker;
import dev.transferjob.trainer.train.Examples;
import dev.transferjob.trainer.train.Scorer;

/** Measures networks on the samples that the result is about, as they will be used. */
record Measurement(
    String split, Examples samples, Scorer scorer, ProgressTracker tracker, StopSignal stop) {

  Evaluation of(Network network) {
    return on(samples, network);
  }

  /** The same on other samples. */
  Evaluation on(Examples others, Network network) {
    tracker.enter(Stage.Evaluating, 0);
    return scorer.score(
        others,
        network::evaluate,
        count -> {
          stop.check();
          tracker.worked(count, count);
        });
  }
}
