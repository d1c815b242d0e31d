package dev.transferjob.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.ProtocolJson;
import org.junit.jupiter.api.Test;

class ClaimsTest {

  @Test
  void namesEveryClaimThatIsRead() throws Exception {
    // Given
    String json =
        """
        {"method": "DomainAdaptation",
         "model": {"weights": {"uri": "pvc://models/resnet18.safetensors"}},
         "data": {"train": {"uri": "pvc://photos/train"}, "validation": {"uri": "pvc://photos/val"},
                  "test": {"uri": "pvc://tests"}},
         "domainAdaptation": {"algorithm": "MMD", "target": {"uri": "pvc://street/2026"}},
         "output": {"uri": "pvc://results/mine"}}
        """;

    // When
    Claims claims = Claims.of(ProtocolJson.mapper().readValue(json, TransferJobSpec.class));

    // Then
    assertThat(claims.inputs()).containsExactly("models", "photos", "street", "tests");
    assertThat(claims.output()).isEqualTo("results");
  }
}
