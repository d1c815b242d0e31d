package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.job.Claims;
import dev.transferjob.operator.job.Labels;
import dev.transferjob.operator.job.TrainerJob;
import dev.transferjob.protocol.JobSnapshot;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TransferJobs made to do harm: see {@code hostile.yaml}. And objects of others that look like the
 * operator's own.
 */
class HostileTest extends WithOperator {
  private static final Duration PROMISE = Duration.ofSeconds(10);
  private static final String NAMESPACE = "hostile";
  private static final Set<String> ENVIRONMENT =
      Set.of(
          "POD_NAME",
          "POD_UID",
          "NODE_NAME",
          "TRANSFERJOB_CPU_LIMIT",
          "TRANSFERJOB_MEMORY_LIMIT",
          "TRANSFERJOB_GPUS",
          "TRANSFERJOB_ALLOW_CPU",
          "TRANSFERJOB_PROGRESS_URL",
          "NVIDIA_VISIBLE_DEVICES",
          // The Job controller's.
          "JOB_COMPLETION_INDEX");

  private LoggedErrors errors;

  @BeforeAll
  void watchErrors() {
    errors = new LoggedErrors();
    awaitLeadership(world.namespace(NAMESPACE));
  }

  @AfterAll
  void nothingWasThrown() {
    errors.close();
    assertThat(errors.all()).isEmpty();
  }

  static Stream<HostileCase> cases() throws IOException {
    return HostileCase.all().stream();
  }

  @Test
  void thereAreSixtyCasesOrMore() throws IOException {
    assertThat(HostileCase.all()).hasSizeGreaterThanOrEqualTo(60);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isRefusedOrExplainedOrHarmless(HostileCase hostile) throws Exception {
    // When
    var answer = post(hostile);

    // Then
    if (hostile.refused().isPresent()) {
      assertThat(answer.code()).as(answer.body()).isBetween(400, 422);
      assertThat(Serialization.unmarshal(answer.body(), Status.class).getMessage())
          .contains(hostile.refused().get());
      return;
    }
    assertThat(answer.code()).as(answer.body()).isEqualTo(201);
    var resource = Serialization.unmarshal(answer.body(), TransferJob.class);
    if (hostile.explained().isPresent()) {
      awaitCondition(resource, hostile.explained().get());
    } else {
      assertHarmless(resource, awaitPod(resource));
    }
  }

  @Test
  void foreignJobOfOurNameIsNotTaken() {
    // Given
    var resource = world.create(world.namespace("hostile-job"), "suspend: true");
    world.awaitReason(resource, ConditionType.Suspended, Reason.Suspended);
    var foreign = TestWorld.otherJob(TrainerJob.name(resource, 1)).build();
    admin.resource(foreign).inNamespace("hostile-job").create();

    // When
    world.suspend(resource, false);

    // Then
    var condition = awaitCondition(resource, Reason.NameTaken);
    assertThat(condition.message()).contains(foreign.getMetadata().getName());
  }

  @Test
  void podWithOurLabelsEndsNothing() {
    // Given
    var resource = world.create(world.namespace("hostile-pod"));
    var real = awaitPod(resource);
    var kubelet = kubelet(resource);
    kubelet.run(real);
    world.awaitReason(resource, ConditionType.Running, Reason.Training);

    // When
    var copy =
        admin
            .resource(
                new PodBuilder(real)
                    .editMetadata()
                    .withName("false")
                    .withLabels(labels(resource))
                    .addToLabels("app.kubernetes.io/managed-by", "transferjob-operator")
                    .withUid(null)
                    .withResourceVersion(null)
                    .withOwnerReferences(List.of())
                    .withFinalizers(List.of())
                    .endMetadata()
                    .withStatus(null)
                    .build())
            .create();
    kubelet.end(copy, 0, "Completed", "");

    // Then
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(4))
        .until(() -> !world.stored(resource).get().getStatus().isFinished());
    kubelet.end(real, 0, "Completed", "");
    world.awaitReason(resource, ConditionType.Complete, Reason.Completed);
  }

  @Test
  void jobWithOurLabelsAndOwnerIsLeftAlone() {
    // Given
    var resource = world.create(world.namespace("hostile-labels"));
    awaitPod(resource);
    var ours = world.jobs(resource).getFirst();
    var labels = new HashMap<>(ours.getMetadata().getLabels());
    labels.put(Labels.RUN, "first");

    // When
    var foreign =
        new JobBuilder(TestWorld.otherJob("foreign").build())
            .editMetadata()
            .withNamespace("hostile-labels")
            .withLabels(labels)
            .withOwnerReferences(ours.getMetadata().getOwnerReferences())
            .endMetadata()
            .build();
    admin.resource(foreign).create();

    // Then
    var kubelet = kubelet(resource);
    kubelet.end(kubelet.run(awaitPod(resource)), 0, "Completed", "");
    world.awaitReason(resource, ConditionType.Complete, Reason.Completed);
    assertThat(world.jobs(resource)).hasSize(2);
  }

  private HttpResponse<String> post(HostileCase hostile) throws Exception {
    var http = admin.getHttpClient();
    var uri =
        admin.getMasterUrl()
            + "apis/transferjob.dev/v1alpha1/namespaces/%s/transferjobs?fieldValidation=%s"
                .formatted(NAMESPACE, hostile.isStrict() ? "Strict" : "Ignore");
    var request =
        http.newHttpRequestBuilder()
            .uri(URI.create(uri))
            .post(hostile.contentType(), hostile.body())
            .build();
    return http.sendAsync(request, String.class).get(30, TimeUnit.SECONDS);
  }

  private Condition awaitCondition(TransferJob resource, Reason reason) {
    return await("Running is False with reason " + reason)
        .atMost(PROMISE)
        .until(
            () -> running(resource),
            found -> found != null && found.reason().equals(reason.name()));
  }

  private Condition running(TransferJob resource) {
    return Optional.ofNullable(world.stored(resource).get().getStatus())
        .flatMap(status -> status.condition(ConditionType.Running))
        .orElse(null);
  }

  private Pod awaitPod(TransferJob resource) {
    return await("a pod of " + resource.getMetadata().getName())
        .atMost(PROMISE)
        .until(
            () ->
                admin
                    .pods()
                    .inNamespace(resource.getMetadata().getNamespace())
                    .withLabel(Labels.UID, resource.getMetadata().getUid())
                    .list()
                    .getItems()
                    .stream()
                    .findFirst()
                    .orElse(null),
            Objects::nonNull);
  }

  /** That it passes "restricted" is what the namespace sees to. */
  private static void assertHarmless(TransferJob resource, Pod pod) {
    var meta = pod.getMetadata();
    assertThat(meta.getLabels()).containsAllEntriesOf(labels(resource));
    assertThat(meta.getAnnotations().get(JobSnapshot.ANNOTATION))
        .contains(resource.getMetadata().getUid());
    var spec = pod.getSpec();
    assertThat(spec.getServiceAccountName()).isEqualTo("default");
    assertThat(spec.getAutomountServiceAccountToken()).isFalse();
    assertThat(spec.getInitContainers()).isEmpty();
    assertThat(spec.getEphemeralContainers()).isEmpty();
    assertThat(spec.getImagePullSecrets()).isEmpty();
    assertThat(spec.getVolumes()).allMatch(volume -> isNeeded(volume, resource));
    assertThat(spec.getContainers())
        .singleElement()
        .satisfies(
            container -> {
              assertThat(container.getImage()).isEqualTo("localhost/transferjob/trainer:0.1.0");
              assertThat(container.getCommand()).isEmpty();
              assertThat(container.getArgs()).isEmpty();
              assertThat(container.getEnvFrom()).isEmpty();
              assertThat(container.getEnv()).extracting(EnvVar::getName).isSubsetOf(ENVIRONMENT);
            });
  }

  private static Map<String, String> labels(TransferJob resource) {
    return Map.of(
        Labels.NAME, resource.getMetadata().getName(),
        Labels.UID, resource.getMetadata().getUid(),
        Labels.RUN, "1");
  }

  /** Its claims, its description, a folder for a while, and the token for its reports. */
  private static boolean isNeeded(Volume volume, TransferJob resource) {
    var claim = volume.getPersistentVolumeClaim();
    if (claim != null) {
      return Claims.of(resource.getSpec()).all().contains(claim.getClaimName());
    }
    if (volume.getProjected() != null) {
      var audience = "transferjob.dev/" + resource.getMetadata().getUid();
      return volume.getProjected().getSources().stream()
          .allMatch(
              source ->
                  source.getServiceAccountToken() != null
                      && source.getServiceAccountToken().getAudience().equals(audience));
    }
    return volume.getDownwardAPI() != null || volume.getEmptyDir() != null;
  }
}
