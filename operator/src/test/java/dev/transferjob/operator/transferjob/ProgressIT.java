package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.transferjob.api.ConditionType;
import dev.transferjob.cluster.junit.WithCluster;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The progress endpoint of the packaged operator, over HTTPS, with tokens that a real API server
 * made for real pods: what is refused, and that it is counted.
 */
@WithCluster
class ProgressIT {
  private static final String PATH = "/v1/namespaces/reported/transferjobs/ants-and-bees/progress";
  private static final Pattern COUNTER =
      Pattern.compile("(?m)^transferjob_progress_reports_total\\{code=\"(\\d+)\"} ([0-9.]+)$");

  @Test
  void whatIsRefusedIsCounted(KubernetesClient admin, @TempDir Path folder) throws Exception {
    // Given
    var world = new TestWorld(admin).install();
    admin.leases().inNamespace("ops").delete();
    try (var operator = new PackagedOperator(folder, world.operatorConfig())) {
      operator.awaitReady();
      var resource = world.create(world.namespace("reported"));
      var other = world.create(world.namespace("reported-too"));
      var kubelet = new Kubelet(admin, "reported");
      var pod = kubelet.run(kubelet.livePod());
      var kubeletOfOther = new Kubelet(admin, "reported-too");
      var foreign = kubeletOfOther.run(kubeletOfOther.livePod());
      world.awaitReason(resource, ConditionType.Running, Reason.Training);
      world.awaitReason(other, ConditionType.Running, Reason.Training);
      var client = new ProgressClient(operator);
      var token = world.token(resource, pod);
      var before = counted(operator);

      // When
      assertThat(client.post(PATH, token, report(1))).as("sound").isEqualTo(204);
      assertThat(client.post(PATH, token, report(1))).as("replayed").isEqualTo(409);
      assertThat(client.post(PATH, forged(token), report(2))).as("forged").isEqualTo(401);
      assertThat(client.post(PATH, "", report(2))).as("no token").isEqualTo(401);
      assertThat(client.post(PATH, toApiServer(world), report(2))).as("audience").isEqualTo(401);
      assertThat(client.post(PATH, world.token(other, foreign), report(2)))
          .as("another job's")
          .isEqualTo(401);
      assertThat(client.post(PATH, world.token(resource, foreign), report(2)))
          .as("another pod's")
          .isEqualTo(403);
      assertThat(client.post(PATH, token, " ".repeat(8 * 1024 + 1))).as("large").isEqualTo(413);
      assertThat(client.post(PATH, token, "nonsense")).as("no report").isEqualTo(400);
      var flood = new TreeMap<Integer, Integer>();
      for (int i = 0; i < 40; i++) {
        flood.merge(client.post(PATH, token, report(2)), 1, Integer::sum);
      }

      // Then
      assertThat(flood).as("too fast").containsKey(429).containsEntry(204, 1);
      var after = counted(operator);
      assertThat(difference(before, after))
          .isEqualTo(
              Map.of(
                  "204", 2,
                  "400", 1,
                  "401", 4,
                  "403", 1,
                  "409", 1 + flood.getOrDefault(409, 0),
                  "413", 1,
                  "429", flood.get(429)));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> world.stored(resource).get().getStatus().progress() != null);
      assertThat(operator.output()).doesNotContain("ERROR");
    }
  }

  private static String toApiServer(TestWorld world) {
    var request = new TokenRequestBuilder().withNewSpec().endSpec();
    return world.token("reported", "default", request);
  }

  /** The same claims under another signature. */
  private static String forged(String token) {
    var signature = token.lastIndexOf('.') + 1;
    var first = token.charAt(signature) == 'A' ? 'B' : 'A';
    return token.substring(0, signature) + first + token.substring(signature + 1);
  }

  private static Map<String, Integer> counted(PackagedOperator operator) throws IOException {
    var counted = new TreeMap<String, Integer>();
    var counters = COUNTER.matcher(operator.get("/q/metrics"));
    while (counters.find()) {
      counted.put(counters.group(1), (int) Double.parseDouble(counters.group(2)));
    }
    return counted;
  }

  private static Map<String, Integer> difference(
      Map<String, Integer> before, Map<String, Integer> after) {
    var difference = new TreeMap<String, Integer>();
    after.forEach(
        (code, count) -> {
          var more = count - before.getOrDefault(code, 0);
          if (more > 0) {
            difference.put(code, more);
          }
        });
    return difference;
  }

  private static String report(long sequence) {
    return """
        {"attempt": 1, "sequence": %d, "stage": "Training", "percentage": 40, "epoch": 1,
         "totalEpochs": 10, "step": 4, "totalSteps": 40, "samplesPerSecond": 20.5,
         "estimatedRemainingSeconds": 38, "metrics": [{"name": "loss", "value": 0.5}]}"""
        .formatted(sequence);
  }
}
