package dev.transferjob.trainer.output;

import dev.transferjob.protocol.JobSnapshot;
import dev.transferjob.protocol.Result;
import dev.transferjob.trainer.data.Dataset;
import dev.transferjob.trainer.data.Preprocessing;
import dev.transferjob.trainer.metrics.Evaluation;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.train.EpochRecord;
import java.util.List;
import java.util.Optional;

/**
 * All that the result's files are made of.
 *
 * @param measured the samples of the result's split
 * @param evaluation on these
 * @param baseline on the same samples, if one was trained
 */
public record TrainedModel(
    JobSnapshot job,
    Network network,
    Preprocessing preprocessing,
    Dataset train,
    Dataset measured,
    Evaluation evaluation,
    Optional<Evaluation> baseline,
    Result result,
    List<EpochRecord> history,
    Provenance provenance) {

  List<String> classes() {
    return train.classes();
  }
}
