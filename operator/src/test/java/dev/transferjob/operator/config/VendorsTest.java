package dev.transferjob.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.job.Accelerators;
import dev.transferjob.operator.job.Run;
import dev.transferjob.operator.job.TrainerJob;
import dev.transferjob.operator.job.TrainerSettings;
import dev.transferjob.operator.job.Vendor;
import dev.transferjob.operator.transferjob.TestConfig;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From the chart's {@code trainer.vendors}, as the operator's environment holds it, to a pod. */
class VendorsTest {
  private static final String NPU =
      """
      [{"domain": "example.com", "productLabel": "example.com/npu.product",
        "memoryLabel": "example.com/npu.mebibytes", "taint": "example.com/reserved"}]""";

  @Test
  void vendorOfTheConfigurationReachesThePod() {
    // Given
    var settings = settings(NPU);

    // When
    var pod = pod(settings, "{products: [Ant-2], minMemory: 10Gi}");

    // Then
    var terms =
        pod.getAffinity()
            .getNodeAffinity()
            .getRequiredDuringSchedulingIgnoredDuringExecution()
            .getNodeSelectorTerms();
    assertThat(terms)
        .singleElement()
        .satisfies(
            term ->
                assertThat(term.getMatchExpressions())
                    .extracting(it -> it.getKey() + " " + it.getOperator() + " " + it.getValues())
                    .containsExactly(
                        "example.com/npu.product In [Ant-2]",
                        "example.com/npu.mebibytes Gt [10239]"));
    assertThat(pod.getTolerations())
        .extracting(Toleration::getKey)
        .containsExactly("example.com/npu", "example.com/reserved");
  }

  @Test
  void theyReplaceTheKnownOnes() {
    assertThat(settings(NPU).vendors()).extracting(Vendor::domain).containsExactly("example.com");
    assertThat(settings(null).vendors()).isEqualTo(Vendor.KNOWN);
  }

  @Test
  void wishOfAVendorThatIsNotThereIsExplained() {
    var resource = resource("{products: [Ant-2]}");

    assertThat(Accelerators.problem(resource.getSpec(), settings(NPU).vendors())).isEmpty();
    assertThat(Accelerators.problem(resource.getSpec(), settings(null).vendors()))
        .contains("The operator's vendors have none for example.com/npu");
  }

  @Test
  void whatIsNoListOfVendorsIsNamed() {
    assertThatThrownBy(() -> settings("{\"domain\": 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("transferjob.trainer.vendors is no list of vendors");
    assertThatThrownBy(() -> settings("[{\"productLabel\": \"a\"}]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("domain");
  }

  private static TrainerSettings settings(String vendors) {
    var config = new TestConfig(Duration.ZERO, Optional.ofNullable(vendors));
    return new Beans().trainerSettings(config);
  }

  private static PodSpec pod(TrainerSettings settings, String accelerator) {
    var run = new Run(1, AttemptsStatus.NONE);
    return TrainerJob.desired(resource(accelerator), run, settings)
        .getSpec()
        .getTemplate()
        .getSpec();
  }

  private static TransferJob resource(String accelerator) {
    return Serialization.unmarshal(
        """
        apiVersion: transferjob.dev/v1alpha1
        kind: TransferJob
        metadata: {name: ants, namespace: team-a, uid: 5f0c1e2a-0000-4000-8000-000000000001}
        spec:
          task: ImageClassification
          method: FromScratch
          model: {architecture: ResNet18}
          data: {train: {uri: pvc://photos/train}, validation: {uri: pvc://photos/val}}
          output: {uri: pvc://models/ants}
          resources: {limits: {example.com/npu: 1}}
          accelerator: %s
        """
            .formatted(accelerator),
        TransferJob.class);
  }
}
