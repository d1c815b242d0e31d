package dev.transferjob.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.TransferJob;
import dev.transferjob.bench.PodProcess;
import dev.transferjob.cluster.LocalCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attempt that is stopped, or killed, in the middle of training costs nothing but time. */
@WithTransferjob
class ResumeTest {
  private static final Duration LIMIT = Duration.ofMinutes(6);

  @Test
  void deletedAndKilledAttemptsLeadToTheWeightsOfAnUninterruptedRun(
      LocalCluster cluster, @TempDir Path folder) throws Exception {
    var weights = TestData.folder().resolve("models/resnet20-cifar10.safetensors");
    try (var workspace = new TestSpace(cluster, "resume", folder)) {
      // Given
      var cifar = TestData.unpack("cifar10.zip", folder.resolve("unpacked"));
      TestData.sample(cifar.resolve("cifar10/train"), workspace.inputs().resolve("few"), 0, 50);
      TestData.sample(cifar.resolve("cifar10/train"), workspace.inputs().resolve("val"), 50, 10);
      Files.copy(weights, workspace.inputs().resolve("resnet20.safetensors"));
      workspace.apply("whole", spec("whole"));
      workspace.awaitComplete("whole", LIMIT);

      // When
      workspace.apply("deleted", spec("deleted"));
      workspace.await("deleted", LIMIT, ResumeTest::isInTheMiddle);
      workspace.client().resource(workspace.pods("deleted").getFirst()).delete();
      var deleted = workspace.awaitComplete("deleted", LIMIT);

      workspace.apply("killed", spec("killed"));
      workspace.await("killed", LIMIT, ResumeTest::isInTheMiddle);
      PodProcess.of(workspace.pods("killed").getFirst()).handle().destroyForcibly();
      var killed = workspace.awaitComplete("killed", LIMIT);

      // Then
      for (var job : new TransferJob[] {deleted, killed}) {
        var name = job.getMetadata().getName();
        assertThat(job.getStatus().attempts().total()).as(name).isEqualTo(2);
        assertThat(job.getStatus().result().exact()).as(name).isTrue();
        assertThat(workspace.outputs().resolve(name + "/model.safetensors"))
            .hasSameBinaryContentAs(workspace.outputs().resolve("whole/model.safetensors"));
      }
      assertThat(deleted.getStatus().attempts().preemptions()).isEqualTo(1);
      assertThat(deleted.getStatus().attempts().failures()).isZero();
      assertThat(killed.getStatus().attempts().failures()).isEqualTo(1);
    }
  }

  private static boolean isInTheMiddle(TransferJob job) {
    var progress = job.getStatus().progress();
    return progress != null
        && job.getStatus().checkpoint() != null
        && job.getStatus().checkpoint().step() > 0
        && progress.percentage() >= 20
        && progress.percentage() <= 80;
  }

  private static String spec(String name) {
    return """
        task: ImageClassification
        method: FineTuning
        model:
          architecture: CifarResNet20
          weights: {uri: "pvc://inputs/resnet20.safetensors"}
        data:
          train: {uri: "pvc://inputs/few"}
          validation: {uri: "pvc://inputs/val"}
        imageClassification:
          augmentation: [{type: RandomCrop}, {type: HorizontalFlip}]
        training:
          epochs: 20
          optimizer: {name: SGD, learningRate: "0.01"}
        fineTuning: {freezeBatchNorm: false}
        checkpoint: {everySeconds: 2}
        output: {uri: "pvc://outputs/%s"}
        resources:
          requests: {cpu: "1"}
          limits: {cpu: "2", memory: 2Gi, nvidia.com/gpu: "1"}
        """
        .formatted(name);
  }
}
