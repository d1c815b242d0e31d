package dev.transferjob.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.TransferJobSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceleratorsTest {
  @Test
  void memoryIsUnknownOfAmd() {
    assertThat(problem("{limits: {amd.com/gpu: 1}}", "{minMemory: 10Gi}"))
        .contains(
            "accelerator.minMemory is not known of amd.com/gpu: name what is, or have the"
                + " operator's vendors completed");
  }

  @Test
  void wishesOfAnUnknownVendorAreRefused() {
    assertThat(problem("{limits: {example.com/npu: 1}}", "{products: [a]}"))
        .contains("The operator's vendors have none for example.com/npu");
  }

  @Test
  void deviceClassWithoutWishesNeedsNoVendor() {
    assertThat(problem("{}", "{deviceClassName: npu.example.com}")).isEmpty();
  }

  @Test
  void slicesTolerateTheTaintOfWholeGpus() {
    // Given
    var vendor = Vendor.of(spec("{limits: {nvidia.com/mig-1g.10gb: 1}}", "null"), Vendor.KNOWN);

    // Then
    assertThat(vendor.map(Vendor::taint)).contains("nvidia.com/gpu");
  }

  private static List<String> problem(String resources, String accelerator) {
    return Accelerators.problem(spec(resources, accelerator), Vendor.KNOWN).stream().toList();
  }

  private static TransferJobSpec spec(String resources, String accelerator) {
    return Serialization.unmarshal(
        """
        task: ImageClassification
        method: FromScratch
        model: {architecture: ResNet18}
        data: {train: {uri: pvc://photos/train}, validation: {uri: pvc://photos/val}}
        output: {uri: pvc://models/ants}
        resources: %s
        accelerator: %s
        """
            .formatted(resources, accelerator),
        TransferJobSpec.class);
  }
}
