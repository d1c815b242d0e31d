package dev.transferjob.trainer.technique;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.transferjob.api.Architecture;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.trainer.StopSignal;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkLoader;
import dev.transferjob.trainer.model.TorchForTests;
import dev.transferjob.trainer.progress.ProgressSink;
import dev.transferjob.trainer.progress.ProgressTracker;
import dev.transferjob.trainer.train.FeatureExamples;
import dev.transferjob.trainer.train.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is new for the job's classes learns like a head, also where it sits in the backbone. */
class FineTuningTechniqueTest {
  private static final String SPEC =
      """
      {"task": "ImageClassification", "method": "FineTuning",
       "model": {"architecture": "InceptionV3", "weights": {"uri": "pvc://weights/inception.safetensors"}},
       "data": {"train": {"uri": "pvc://data/train"}},
       "training": {"epochs": 1},
       "fineTuning": {"backboneLearningRateMultiplier": "0.1", "l2Sp": "0.01"},
       "output": {"uri": "pvc://models/inception"}}
      """;

  private final Torch torch = TorchForTests.torch();

  @Test
  void theAuxiliaryHeadsClassifierLearnsAtTheHeadsRate() throws IOException {
    try (Network network = new NetworkLoader(torch).fromScratch(Architecture.InceptionV3, 2, 7);
        NDManager manager = torch.newScope()) {
      // When
      Phase training = phases(network, manager).getLast();

      // Then
      assertThat(rate(training, network, "fc.weight")).isEqualTo(1);
      assertThat(rate(training, network, "AuxLogits.fc.weight")).isEqualTo(1);
      assertThat(rate(training, network, "AuxLogits.conv1.conv.weight")).isEqualTo(0.1);
      assertThat(rate(training, network, "Mixed_7c.branch1x1.conv.weight")).isEqualTo(0.1);
    }
  }

  @Test
  void nothingNewIsPulledToItsFirstValues() throws IOException {
    try (Network network = new NetworkLoader(torch).fromScratch(Architecture.InceptionV3, 2, 7);
        NDManager manager = torch.newScope()) {
      // When
      Phase training = phases(network, manager).getLast();

      // Then
      assertThat(training.anchors().values().keySet())
          .contains("AuxLogits.conv1.conv.weight", "Mixed_7c.branch1x1.conv.weight")
          .doesNotContain("AuxLogits.fc.weight", "fc.weight");
    }
  }

  private List<Phase> phases(Network network, NDManager manager) throws IOException {
    TransferJobSpec spec = ProtocolJson.mapper().readValue(SPEC, TransferJobSpec.class);
    var samples = new FeatureExamples(List.of(), new int[] {0, 1}, "never read", torch);
    var material = new Material(samples, samples, Optional.empty());
    var tracker = new ProgressTracker(1, ProgressSink.none(), System::nanoTime);
    var folder = Path.of("unused");
    var workshop =
        new Workshop(torch, manager, tracker, new StopSignal(), folder, "key", 4, Optional.empty());
    return Technique.of(spec, material).phases(workshop, network, material);
  }

  private static double rate(Phase phase, Network network, String name) {
    return network.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .mapToDouble(phase::rateMultiplier)
        .findFirst()
        .orElseThrow();
  }
}
