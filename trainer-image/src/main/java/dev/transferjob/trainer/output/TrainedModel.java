package dev.transferjob.trainer.output;

import dev.transferjob.protocol.JobSnapshot;
import dev.transferjob.protocol.Result;
import dev.transferjob.trainer.metrics.Evaluation;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.train.EpochRecord;
import java.util.List;
import java.util.Optional;

/**
 * All that the result's files are made of.
 *
 * @param samples of the result's split
 * @param trainedOn how many samples
 * @param evaluation on the result's split
 * @param baseline on the same samples, if one was trained
 */
public record TrainedModel(
    JobSnapshot job,
    Network network,
    SampleKind samples,
    List<String> classes,
    int trainedOn,
    Evaluation evaluation,
    Optional<Evaluation> baseline,
    Result result,
    List<EpochRecord> history,
    Provenance provenance) {}
