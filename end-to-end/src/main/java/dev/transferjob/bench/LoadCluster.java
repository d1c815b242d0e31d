package dev.transferjob.bench;

import dev.transferjob.api.TransferJob;
import dev.transferjob.cluster.FakeNodes;
import dev.transferjob.cluster.LocalCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The operator as it is installed, beside nodes that are not there: the pods of thousands of jobs
 * "run" on them. Each load has a namespace of its own.
 */
record LoadCluster(LocalCluster cluster, KubernetesClient client) implements AutoCloseable {
  private static final int NODES_OF_A_KIND = 5;
  private static final String CLAIM = "all";

  static LoadCluster start() throws Exception {
    var cluster = BenchCluster.start();
    try {
      cluster.fakeNodes(NODES_OF_A_KIND);
      return new LoadCluster(cluster, cluster.client());
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** A namespace whose claim is bound to a volume that every node has. */
  void namespace(String name) throws InterruptedException {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    var claim =
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withName(CLAIM)
            .withNamespace(name)
            .endMetadata()
            .withNewSpec()
            .withAccessModes("ReadWriteMany")
            .withStorageClassName("")
            .withVolumeName(name)
            .withNewResources()
            .addToRequests("storage", new Quantity("1Gi"))
            .endResources()
            .endSpec()
            .build();
    client
        .resource(
            new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteMany")
                .withCapacity(Map.of("storage", new Quantity("1Gi")))
                .withNewHostPath()
                .withPath("/nothing")
                .endHostPath()
                .endSpec()
                .build())
        .create();
    client.resource(claim).create();
    client
        .resource(claim)
        .waitUntilCondition(
            it -> it != null && it.getStatus() != null && "Bound".equals(it.getStatus().getPhase()),
            1,
            TimeUnit.MINUTES);
    client
        .serviceAccounts()
        .inNamespace(name)
        .withName("default")
        .waitUntilCondition(it -> it != null, 1, TimeUnit.MINUTES);
  }

  /**
   * @param kind {@link FakeNodes#ENDS} or {@link FakeNodes#STAYS}
   */
  TransferJob job(String namespace, String name, String kind) {
    var yaml =
        """
        apiVersion: transferjob.dev/v1alpha1
        kind: TransferJob
        metadata: {namespace: %s, name: %s}
        spec:
          task: ImageClassification
          method: FromScratch
          model: {architecture: CifarResNet8}
          data: {train: {uri: "pvc://%3$s/train"}, validationFraction: "0.2"}
          output: {uri: "pvc://%3$s/out/%2$s"}
          nodeSelector: {%4$s: %5$s}
          tolerations: [{key: %4$s, operator: Exists}]
        """
            .formatted(namespace, name, CLAIM, FakeNodes.KEY, kind);
    return client.getKubernetesSerialization().unmarshal(yaml, TransferJob.class);
  }

  /** A plain Job with the pod of another one, which the operator does not take for its own. */
  static Job bare(Job like, String namespace, String name) {
    return new JobBuilder(like)
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .withStatus(null)
        .editSpec()
        .withSelector(null)
        .editTemplate()
        .editMetadata()
        .withLabels(Map.of())
        .endMetadata()
        .endTemplate()
        .endSpec()
        .build();
  }

  /** Lets the job's pod, which KWOK keeps running, end with success. */
  void succeed(String namespace, String job) {
    var pods = client.pods().inNamespace(namespace).withLabel("transferjob.dev/name", job);
    var pod = pods.list().getItems().getFirst();
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    var ended =
        new PodBuilder(pod)
            .editStatus()
            .withPhase("Succeeded")
            .editFirstContainerStatus()
            .withReady(false)
            .withNewState()
            .withNewTerminated()
            .withExitCode(0)
            .withReason("Completed")
            .withStartedAt(pod.getStatus().getStartTime())
            .withFinishedAt(now)
            .endTerminated()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();
    client.resource(ended).updateStatus();
  }

  /** What the operator wrote so far, as the API server counts it. */
  ApiWrites writes() {
    return ApiWrites.of(client.raw("/metrics"));
  }

  @Override
  public void close() {
    client.close();
    cluster.close();
  }
}
