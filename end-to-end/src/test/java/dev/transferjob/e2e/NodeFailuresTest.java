package dev.transferjob.e2e;

import static dev.transferjob.api.ConditionType.Complete;
import static dev.transferjob.api.ConditionType.Failed;
import static dev.transferjob.api.ConditionType.Running;
import static dev.transferjob.api.ConditionType.Suspended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.TransferJob;
import dev.transferjob.bench.BenchCluster;
import dev.transferjob.bench.PodProcess;
import dev.transferjob.cluster.LocalCluster;
import dev.transferjob.images.Workspace;
import dev.transferjob.quickstart.Installation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens around a job that trains costs it no result, and is told. */
@WithTransferjob
class NodeFailuresTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration TOLD = Duration.ofSeconds(60);
  private static final Duration OUTAGE = Duration.ofSeconds(60);
  private static TestSpace workspace;

  @BeforeAll
  static void prepare(LocalCluster cluster, @TempDir Path folder) throws IOException {
    workspace = new TestSpace(cluster, "node-failures", folder);
    TinyImages.write(workspace.inputs().resolve("images"), 3, 16);
  }

  @AfterAll
  static void close() {
    workspace.close();
  }

  @Test
  void aDrainedNodeCostsAnAttemptAndNoFailure() {
    workspace.apply("drained", spec("drained", 4000));
    workspace.await("drained", LIMIT, NodeFailuresTest::hasCheckpoint);
    try {
      cordon(true);
      workspace.client().pods().resource(workspace.pods("drained").getFirst()).evict();

      var waiting = workspace.await("drained", TOLD, job -> isWaiting(job, "Unschedulable"));
      assertThat(workspace.condition(waiting, Running).message()).contains("node");
    } finally {
      cordon(false);
    }
    var job = workspace.await("drained", LIMIT, NodeFailuresTest::trainsAgain);
    assertThat(job.getStatus().attempts().preemptions()).isEqualTo(1);
    assertThat(job.getStatus().attempts().failures()).isZero();
    workspace.delete("drained");
  }

  @Test
  void failuresBeforeAndAfterASuspensionCountTogether() {
    workspace.apply("twice", "backoffLimit: 1\n" + spec("twice", 4000));
    workspace.await("twice", LIMIT, NodeFailuresTest::hasCheckpoint);
    kill("twice");
    workspace.await("twice", LIMIT, NodeFailuresTest::trainsAgain);

    workspace.suspend("twice", true);
    workspace.await("twice", LIMIT, job -> job.getStatus().isTrue(Suspended));
    workspace.waitUntil(LIMIT, () -> workspace.pods("twice").isEmpty());
    workspace.suspend("twice", false);
    workspace.await("twice", LIMIT, job -> job.getStatus().isTrue(Running));
    kill("twice");

    var job = workspace.await("twice", LIMIT, it -> it.getStatus().isTrue(Failed));
    assertThat(job.getStatus().run()).isEqualTo(2);
    assertThat(job.getStatus().attempts().failures()).isEqualTo(2);
    workspace.delete("twice");
  }

  @Test
  void theSameJobOnceMoreIsCompleteAtOnceUnlessItIsToReplaceTheResult() throws Exception {
    workspace.apply("again", spec("again", 2));
    var first = workspace.awaitComplete("again", LIMIT);
    var model = workspace.outputs().resolve("again/model.safetensors");
    var written = Files.getLastModifiedTime(model);
    workspace.delete("again");

    workspace.apply("again", spec("again", 2));
    var second = workspace.awaitComplete("again", LIMIT);

    assertThat(workspace.condition(second, Complete).reason()).isEqualTo("AlreadyComplete");
    assertThat(second.getStatus().result()).isEqualTo(first.getStatus().result());
    assertThat(Files.getLastModifiedTime(model)).isEqualTo(written);
    workspace.delete("again");

    workspace.apply(
        "again", spec("again", 2).replace("again\"", "again\", existingResult: Replace"));
    var third = workspace.awaitComplete("again", LIMIT);

    assertThat(workspace.condition(third, Complete).reason()).isEqualTo("Completed");
    assertThat(Files.getLastModifiedTime(model)).isGreaterThan(written);
    workspace.delete("again");
  }

  @Test
  void twoJobsDoNotWriteIntoOneFolder() {
    workspace.apply("first", spec("shared", 4000));
    workspace.await("first", LIMIT, NodeFailuresTest::hasCheckpoint);

    workspace.apply("second", spec("shared", 2));

    var second = workspace.await("second", LIMIT, job -> job.getStatus().isTrue(Failed));
    assertThat(workspace.condition(second, Failed).reason()).isEqualTo("OutputConflict");
    assertThat(workspace.get("first").getStatus().isTrue(Running)).isTrue();
    workspace.delete("second");
    workspace.delete("first");
  }

  @Test
  void anOutageOfTheOperatorCostsNothing() throws Exception {
    workspace.apply("unheard", spec("unheard", 40));
    workspace.await("unheard", LIMIT, job -> job.getStatus().isTrue(Running));
    try (var _ = Stopped.stop(PodProcess.of(operator()).handle())) {
      Thread.sleep(OUTAGE);
      assertThat(workspace.outputs().resolve("unheard/MANIFEST.json")).exists();
    }

    var job = workspace.awaitComplete("unheard", LIMIT);

    assertThat(job.getStatus().attempts().total()).isEqualTo(1);
    assertThat(job.getStatus().result().metrics()).isNotEmpty();
  }

  @Test
  void aSuccessThatNobodyReadIsNotTrainedAgain() throws Exception {
    workspace.apply("vanished", spec("vanished", 40));
    workspace.await("vanished", LIMIT, job -> job.getStatus().isTrue(Running));
    var model = workspace.outputs().resolve("vanished/model.safetensors");
    var manifest = workspace.outputs().resolve("vanished/MANIFEST.json");
    try (var _ = Stopped.stop(PodProcess.of(operator()).handle())) {
      workspace.waitUntil(LIMIT, () -> Files.exists(manifest));
      workspace.deleteJobs("vanished");
    }
    var written = Files.getLastModifiedTime(model);

    var job = workspace.awaitComplete("vanished", LIMIT);

    assertThat(job.getStatus().result().sha256()).isNotEmpty();
    assertThat(Files.getLastModifiedTime(model)).isEqualTo(written);
  }

  @Test
  void aMissingImageIsNamed(LocalCluster cluster) throws Exception {
    var images = BenchCluster.imageNames();
    var installation = Installation.of(cluster.kubeconfig(), Workspace.find());
    installation.install(List.of(images.getFirst(), "127.0.0.1:1/trainer:missing"));
    try {
      workspace.apply("no-image", spec("no-image", 2));

      var job = workspace.await("no-image", TOLD, it -> isWaiting(it, "ImageUnavailable"));

      assertThat(workspace.condition(job, Running).message())
          .contains("127.0.0.1:1/trainer:missing");
      workspace.delete("no-image");
    } finally {
      installation.install(images);
    }
  }

  /** As the kernel does where memory is short. */
  private static void kill(String job) {
    var running =
        workspace.pods(job).stream()
            .filter(pod -> pod.getStatus().getPhase().equals("Running"))
            .toList();
    PodProcess.of(running.getFirst()).handle().destroyForcibly();
  }

  private static Pod operator() {
    return workspace.client().pods().inNamespace("transferjob-system").list().getItems().getFirst();
  }

  /** By a patch, since the kubelet writes to its node all the time. */
  private static void cordon(boolean on) {
    workspace
        .client()
        .nodes()
        .list()
        .getItems()
        .forEach(
            node ->
                workspace
                    .client()
                    .resource(node)
                    .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        "{\"spec\": {\"unschedulable\": %b}}".formatted(on)));
  }

  private static boolean hasCheckpoint(TransferJob job) {
    return job.getStatus().checkpoint() != null && job.getStatus().checkpoint().step() > 0;
  }

  private static boolean trainsAgain(TransferJob job) {
    return job.getStatus().isTrue(Running) && job.getStatus().attempts().total() == 2;
  }

  private static boolean isWaiting(TransferJob job, String reason) {
    return job.getStatus().condition(Running).filter(it -> it.reason().equals(reason)).isPresent();
  }

  private static String spec(String output, int epochs) {
    return """
        task: ImageClassification
        method: FromScratch
        model: {architecture: CifarResNet8}
        data:
          train: {uri: "pvc://inputs/images"}
          validationFraction: "0.25"
        training: {epochs: %d}
        checkpoint: {everySeconds: 1}
        output: {uri: "pvc://outputs/%s"}
        """
        .formatted(epochs, output);
  }
}
