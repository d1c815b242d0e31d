package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.transferjob.api.ConditionType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The policies of {@code docs/policies}, on a real API server. */
class PolicySamplesTest extends WithOperator {
  private static final Path SAMPLES = Path.of("../docs/policies");

  private String installed;

  @Test
  void claimsOfOtherNamesAreRefused() throws IOException {
    var namespace = governed("claims");

    awaitRefusal(
        namespace, world.read("output: {uri: pvc://elsewhere/x}"), "must lie in the claim");
    assertThat(world.create(namespace)).isNotNull();
  }

  @Test
  void wholeGpusAreRefused() throws IOException {
    var namespace = governed("gpus");

    awaitRefusal(namespace, world.read(""), "not for a whole GPU");
    assertThat(world.create(namespace, "resources: {limits: {nvidia.com/mig-1g.10gb: 1}}"))
        .isNotNull();
  }

  @Test
  void otherImagesAreRefusedAndTheJobSaysSo() throws IOException {
    // Given
    var namespace = governed("image");
    awaitRefusal(namespace, jobOfAnotherImage(), "the image of trainer pods");

    // When
    var resource = world.create(namespace);

    // Then
    var status = world.awaitReason(resource, ConditionType.Running, Reason.PolicyDenied);
    assertThat(status.condition(ConditionType.Running).orElseThrow().message())
        .contains("the image of trainer pods must come from");
  }

  @AfterEach
  void remove() {
    admin.resourceList(installed).delete();
  }

  private String governed(String policy) throws IOException {
    installed = Files.readString(SAMPLES.resolve(policy + ".yaml"));
    admin.resourceList(installed).serverSideApply();
    var namespace = world.namespace("policy-" + policy);
    admin
        .namespaces()
        .withName(namespace)
        .edit(
            ns ->
                new NamespaceBuilder(ns)
                    .editMetadata()
                    .addToLabels("transferjob.dev/policy", policy)
                    .endMetadata()
                    .build());
    return namespace;
  }

  /** A new policy takes effect within a second or two. */
  private void awaitRefusal(String namespace, HasMetadata resource, String message) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThatThrownBy(
                        () -> admin.resource(resource).inNamespace(namespace).dryRun().create())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining(message));
  }

  private static Job jobOfAnotherImage() {
    return TestWorld.otherJob("another-image")
        .editMetadata()
        .addToLabels("app.kubernetes.io/name", "transferjob-trainer")
        .endMetadata()
        .build();
  }
}
