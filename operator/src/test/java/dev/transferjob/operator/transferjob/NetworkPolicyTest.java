package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.cluster.junit.WithCluster;
import dev.transferjob.operator.job.Run;
import dev.transferjob.operator.job.TrainerJob;
import dev.transferjob.operator.job.TrainerSettings;
import dev.transferjob.operator.job.Vendor;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The chart's policies are of the pods that they mean, and let through what these need. */
@WithCluster
class NetworkPolicyTest {
  private static final String ENABLED = "networkPolicy.enabled=true";
  private static final String TEAMS = "watchNamespaces={team-a,team-b}";

  @Test
  void operatorIsReachedByTrainersAndProbes(KubernetesClient client) {
    // Given
    var objects = Chart.objects("--set", ENABLED);
    var operator = operator(objects);
    var ports = ports(operator);

    // When
    var policy = policies(objects).getFirst();

    // Then
    var spec = policy.getSpec();
    assertThat(policies(objects)).hasSize(1);
    assertThat(policy.getMetadata().getNamespace()).isEqualTo("ops");
    assertSelects(spec.getPodSelector().getMatchLabels(), labels(operator));
    assertThat(spec.getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(spec.getIngress()).hasSize(2);
    var progress = spec.getIngress().getFirst();
    assertThat(named(progress.getPorts())).containsExactly("progress").isSubsetOf(ports.keySet());
    assertThat(progress.getFrom())
        .singleElement()
        .satisfies(
            from -> {
              assertThat(from.getNamespaceSelector().getMatchLabels()).isEmpty();
              assertSelects(from.getPodSelector().getMatchLabels(), labels(trainer(client)));
            });
    var probes = spec.getIngress().getLast();
    assertThat(named(probes.getPorts())).containsExactly("management").isSubsetOf(ports.keySet());
    assertThat(probes.getFrom()).isEmpty();
    assertThat(numbers(spec.getEgress())).containsExactlyInAnyOrder(53, 53, 443, 6443);
  }

  @Test
  void trainersReachTheOperatorAndNothingElse(KubernetesClient client) {
    // Given
    var objects = Chart.objects("--set", ENABLED, "--set", TEAMS);
    var operator = operator(objects);

    // When
    var policies =
        policies(objects).stream()
            .filter(policy -> policy.getMetadata().getName().endsWith("-trainers"))
            .toList();

    // Then
    assertThat(policies)
        .extracting(policy -> policy.getMetadata().getNamespace())
        .containsExactly("team-a", "team-b");
    assertThat(policies)
        .extracting(NetworkPolicy::getSpec)
        .allSatisfy(
            spec -> {
              assertSelects(spec.getPodSelector().getMatchLabels(), labels(trainer(client)));
              assertThat(spec.getPolicyTypes()).containsExactly("Ingress", "Egress");
              assertThat(spec.getIngress()).isEmpty();
              assertThat(spec.getEgress()).hasSize(2);
              var names = spec.getEgress().getFirst();
              assertThat(numbers(List.of(names))).containsExactly(53, 53);
              var reports = spec.getEgress().getLast();
              assertThat(numbers(List.of(reports)))
                  .containsExactly(ports(operator).get("progress"));
              assertThat(reports.getTo())
                  .singleElement()
                  .satisfies(
                      to -> {
                        assertThat(to.getNamespaceSelector().getMatchLabels())
                            .containsExactly(Map.entry("kubernetes.io/metadata.name", "ops"));
                        assertSelects(to.getPodSelector().getMatchLabels(), labels(operator));
                      });
            });
  }

  /** A policy sees the pod's port, not the Service's; the chart's trainers are told the latter. */
  @Test
  void progressServiceHasThePortOfThePod() {
    // Given
    var objects = Chart.objects();

    // When
    var ports =
        objects.stream()
            .filter(Service.class::isInstance)
            .map(Service.class::cast)
            .filter(service -> service.getMetadata().getName().endsWith("-progress"))
            .flatMap(service -> service.getSpec().getPorts().stream())
            .toList();

    // Then
    assertThat(ports)
        .singleElement()
        .satisfies(
            port -> {
              assertThat(port.getTargetPort()).isEqualTo(new IntOrString("progress"));
              assertThat(port.getPort()).isEqualTo(ports(operator(objects)).get("progress"));
            });
  }

  @Test
  void apiServerTakesThem(KubernetesClient client) {
    assertThat(policies(Chart.objects("--set", ENABLED, "--set", TEAMS)))
        .hasSize(3)
        .allSatisfy(
            policy -> {
              policy.getMetadata().setNamespace("default");
              var taken = client.resource(policy).dryRun(true).create();
              assertThat(taken.getSpec().getEgress()).isEqualTo(policy.getSpec().getEgress());
            });
  }

  @Test
  void thereIsNoneUnlessItIsAskedFor() {
    assertThat(policies(Chart.objects("--set", TEAMS))).isEmpty();
  }

  private static List<NetworkPolicy> policies(List<HasMetadata> objects) {
    return objects.stream()
        .filter(NetworkPolicy.class::isInstance)
        .map(NetworkPolicy.class::cast)
        .toList();
  }

  private static PodTemplateSpec operator(List<HasMetadata> objects) {
    return objects.stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .findFirst()
        .orElseThrow()
        .getSpec()
        .getTemplate();
  }

  /** As the operator makes it. */
  private static PodTemplateSpec trainer(KubernetesClient client) {
    var resource = new TestWorld(client).read("");
    resource.getMetadata().setUid("5f0c1e2a-0000-4000-8000-000000000001");
    var settings =
        new TrainerSettings(
            "trainer:1", "IfNotPresent", "default", false, Vendor.KNOWN, Optional.empty());
    return TrainerJob.desired(resource, new Run(1, AttemptsStatus.NONE), settings)
        .getSpec()
        .getTemplate();
  }

  private static Map<String, String> labels(PodTemplateSpec pod) {
    return pod.getMetadata().getLabels();
  }

  private static Map<String, Integer> ports(PodTemplateSpec pod) {
    return pod.getSpec().getContainers().getFirst().getPorts().stream()
        .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
  }

  /** A selector without labels would select every pod. */
  private static void assertSelects(Map<String, String> selector, Map<String, String> labels) {
    assertThat(selector).isNotEmpty();
    assertThat(labels).containsAllEntriesOf(selector);
  }

  private static List<String> named(List<NetworkPolicyPort> ports) {
    return ports.stream().map(port -> port.getPort().getStrVal()).toList();
  }

  private static List<Integer> numbers(List<NetworkPolicyEgressRule> rules) {
    return rules.stream()
        .flatMap(rule -> rule.getPorts().stream())
        .map(port -> port.getPort().getIntVal())
        .toList();
  }
}
