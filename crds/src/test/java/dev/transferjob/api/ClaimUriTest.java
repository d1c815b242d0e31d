package dev.transferjob.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimUriTest {
  @Test
  void claimAndPathAreTakenApart() {
    assertThat(ClaimUri.parse("pvc://photos/a/b c.jpg"))
        .isEqualTo(new ClaimUri("photos", "a/b c.jpg"));
    assertThat(ClaimUri.parse("pvc://photos")).isEqualTo(new ClaimUri("photos", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3://bucket/x", "pvc://", "pvc://a/../b", "pvc://a//b", "pvc://a/", "pvc://A/b"})
  void otherPlacesAreRefused(String uri) {
    assertThatThrownBy(() -> ClaimUri.parse(uri))
        .hasMessageStartingWith(uri)
        .hasMessageContaining("only pvc://CLAIM/PATH is supported");
  }
}
