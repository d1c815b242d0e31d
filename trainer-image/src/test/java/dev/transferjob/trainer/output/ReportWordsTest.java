package dev.transferjob.trainer.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.transferjob.api.Architecture;
import dev.transferjob.protocol.Baseline;
import dev.transferjob.protocol.JobSnapshot;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.protocol.Result;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.data.Dataset;
import dev.transferjob.trainer.data.ImageFolder;
import dev.transferjob.trainer.data.TestImages;
import dev.transferjob.trainer.image.ImageKind;
import dev.transferjob.trainer.metrics.Evaluation;
import dev.transferjob.trainer.metrics.Evaluator;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkLoader;
import dev.transferjob.trainer.model.TorchForTests;
import dev.transferjob.trainer.train.EpochRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the report says of times and steps, which whole jobs cannot be made to take. */
class ReportWordsTest {
  private static final String JOB =
      """
      {"name": "job", "namespace": "tests", "uid": "uid", "run": 1, "spec": {
        "task": "ImageClassification", "method": "FineTuning",
        "model": {"architecture": "CifarResNet8"},
        "data": {"train": {"uri": "pvc://data/train"}},
        "baseline": {"fromScratch": {}},
        "output": {"uri": "pvc://models/job"}}}
      """;

  @TempDir Path root;

  @Test
  void tellsHowManyEpochsWereInputBound() throws IOException {
    assertThat(html(epoch(9, 0.3), epoch(9, 0.25), epoch(0.9, 0.8), epoch(1.1, 0.9)))
        .contains("Input-bound: in 2 of 4 epochs reading samples");
  }

  @Test
  void saysNothingOfInputWhereTheNetworkDecided() throws IOException {
    assertThat(html(epoch(9, 0.25))).doesNotContain("Input-bound");
  }

  @ParameterizedTest
  @CsvSource({"true, had learned", "false, had not yet learned"})
  void comparesTimesAndStepsWithTheBaselines(boolean converged, String words) throws IOException {
    assertThat(html(new Baseline(List.of(), 123.4, 5.67, 480, converged, null), epoch(9, 0)))
        .contains(
            "saw as many samples, in 123 s against this model's 5.7 s, and %s its training samples."
                .formatted(words),
            "It was best after 480 steps.");
  }

  private String html(EpochRecord... history) throws IOException {
    return html(new Baseline(List.of(), 1, 1, 1, true, null), history);
  }

  private String html(Baseline baseline, EpochRecord... history) throws IOException {
    Dataset data = new ImageFolder("data", TestImages.folder(root.resolve("data"), 2, 2, 1)).read();
    var evaluator = new Evaluator(2, 4);
    evaluator.add(new float[] {1, 0, 1, 0, 0, 1, 1, 0}, data.labels());
    Evaluation evaluation = evaluator.result();
    var result =
        new Result(
            "pvc://models/job",
            "digest",
            2,
            true,
            "validation",
            4,
            evaluation.metrics(),
            List.of(),
            baseline,
            List.of(),
            List.of(),
            null,
            null);
    var provenance =
        new Provenance(
            "job",
            "tests",
            "uid",
            NullNode.getInstance(),
            "digest",
            Map.of(),
            null,
            0,
            "machine",
            Map.of(),
            Instant.EPOCH,
            Instant.EPOCH);
    try (Network network =
        new NetworkLoader(TorchForTests.torch()).fromScratch(Architecture.CifarResNet8, 2, 1)) {
      var model =
          new TrainedModel(
              ProtocolJson.mapper().readValue(JOB, JobSnapshot.class),
              network,
              new ImageKind(TestImages.PREPROCESSING, data),
              data.classes(),
              data.size(),
              evaluation,
              Optional.of(evaluation),
              result,
              List.of(history),
              provenance);
      return new Report(model).html();
    }
  }

  private static EpochRecord epoch(double seconds, double dataWait) {
    return new EpochRecord(
        Stage.Training, 1, 10, 0.1, 0.5, List.of(), seconds, dataWait, List.of("layer1"), true);
  }
}
