package dev.transferjob.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.TransferJob;
import dev.transferjob.bench.PodProcess;
import dev.transferjob.cluster.LocalCluster;
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
    try (var workspace = new TestSpace(cluster, "resume", folder)) {
      // Given
      LongJob.prepare(workspace, folder);
      workspace.apply("whole", LongJob.spec("whole", 20));
      workspace.awaitComplete("whole", LIMIT);

      // When
      workspace.apply("deleted", LongJob.spec("deleted", 20));
      workspace.await("deleted", LIMIT, LongJob::isInTheMiddle);
      workspace.client().resource(workspace.pods("deleted").getFirst()).delete();
      var deleted = workspace.awaitComplete("deleted", LIMIT);

      workspace.apply("killed", LongJob.spec("killed", 20));
      workspace.await("killed", LIMIT, LongJob::isInTheMiddle);
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
}
