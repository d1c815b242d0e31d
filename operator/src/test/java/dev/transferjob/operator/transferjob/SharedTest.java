package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedTest {
  private final ObjectMapper mapper = new ObjectMapper();

  @BeforeEach
  void share() {
    new Shared.Strings().customize(mapper);
  }

  @Test
  void equalStringsOfTwoObjectsAreOne() throws IOException {
    // When
    Pod one = pod("one");
    Pod other = pod("other");

    // Then
    assertThat(one.getSpec().getNodeName()).isSameAs(other.getSpec().getNodeName());
    assertThat(one.getMetadata().getLabels().get("transferjob.dev/run"))
        .isSameAs(other.getMetadata().getLabels().get("transferjob.dev/run"));
    assertThat(one.getMetadata().getName()).isEqualTo("one");
    assertThat(one.getSpec().getRestartPolicy()).isNull();
  }

  @Test
  void cachedPodsShareWhatIsEqualAndKeepWhatIsRead() throws IOException {
    // When
    Pod one = Memory.of(pod("one"));
    Pod other = Memory.of(pod("other"));

    // Then
    assertThat(one.getSpec()).isSameAs(other.getSpec());
    assertThat(one.getSpec().getContainers().getFirst().getImage()).isEqualTo("an image");
    assertThat(one.getMetadata().getLabels()).isEqualTo(Map.of("transferjob.dev/run", "run one"));
    assertThat(new PodBuilder(one).build().getMetadata().getName()).isEqualTo("one");
  }

  private Pod pod(String name) throws IOException {
    return mapper.readValue(
        """
        {"metadata": {"name": "%s", "labels": {"transferjob.dev/run": "run one", "foreign": "a"}},
         "spec": {"nodeName": "node one", "containers": [{"name": "trainer", "image": "an image"}],
           "restartPolicy": null}}
        """
            .formatted(name),
        Pod.class);
  }
}
