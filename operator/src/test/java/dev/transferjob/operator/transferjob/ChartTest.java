package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.cluster.LocalCluster;
import dev.transferjob.cluster.junit.WithCluster;
import dev.transferjob.operator.job.Vendor;
import dev.transferjob.protocol.ProtocolJson;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithCluster
class ChartTest {
  private static final String CHART = "../charts/transferjob";
  private static final String CRD = "transferjobs.transferjob.dev.yaml";

  @Test
  void definitionIsThatOfTheApi() throws IOException {
    assertThat(Files.readString(Path.of(CHART, "files", CRD)))
        .isEqualTo(Files.readString(Path.of("../crds/src/main/resources/crds", CRD)));
  }

  @Test
  void lintFindsNothing() {
    assertThat(Chart.helm("lint", "--strict", CHART).text()).contains("0 chart(s) failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "operator.replicas=-1",
        "operator.imagePullPolicy=Sometimes",
        "trainer.image=",
        "trainer.allowCpu=perhaps",
        "progress.interval=soon",
        "operator.logFormat=xml",
        "monitoring.alerts=perhaps",
        "trainer.vendors[0].productLabel=a",
        "watchNamespaces={Team_A}",
        "operator.command=sh"
      })
  void badValuesAreRefused(String value) {
    // When
    var output = Chart.helm("template", CHART, "--set", value);

    // Then
    assertThat(output.code()).isNotZero();
    assertThat(output.text()).contains(value.split("[.=]", -1)[0]);
  }

  @Test
  void vendorsReachTheOperator() throws IOException {
    // When
    var objects =
        Chart.objects(
            "--set-json",
            "trainer.vendors=[{\"domain\": \"a.com\", \"productLabel\": \"a.com/b\"}]");

    // Then
    var vendors =
        objects.stream()
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .flatMap(it -> it.getSpec().getTemplate().getSpec().getContainers().stream())
            .flatMap(it -> it.getEnv().stream())
            .filter(it -> it.getName().equals("TRANSFERJOB_TRAINER_VENDORS"))
            .map(EnvVar::getValue)
            .findFirst()
            .orElseThrow();
    assertThat(ProtocolJson.mapper().readValue(vendors, Vendor[].class))
        .containsExactly(new Vendor("a.com", "a.com/b", null, null, null, null));
  }

  @Test
  void monitoringIsMadeWhereItIsAskedFor() {
    // When
    var kinds =
        Chart.objects(
                "--set",
                "monitoring.serviceMonitor=true,monitoring.alerts=true,monitoring.dashboard=true")
            .stream()
            .map(HasMetadata::getKind)
            .toList();

    // Then
    assertThat(kinds).contains("ServiceMonitor", "PrometheusRule", "ConfigMap");
    assertThat(Chart.objects())
        .extracting(HasMetadata::getKind)
        .doesNotContain("ServiceMonitor", "PrometheusRule", "ConfigMap");
  }

  @Test
  void installsForAllNamespacesAndKeepsItsCertificateOverUpgrades(
      LocalCluster cluster, KubernetesClient client) {
    // Given
    remove(client);
    install(cluster, "everywhere", "--create-namespace");
    var made = client.secrets().inNamespace("everywhere").withName("transferjob-tls").get();

    // When
    install(cluster, "everywhere", "--set", "progress.interval=1s");

    // Then
    var kept = client.secrets().inNamespace("everywhere").withName("transferjob-tls").get();
    assertThat(kept.getData()).isEqualTo(made.getData()).containsKeys("ca.crt", "tls.crt");
    uninstall(cluster, "everywhere");
    assertThat(
            client
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("transferjobs.transferjob.dev")
                .get())
        .as("removing the chart must not remove people's jobs")
        .isNotNull();
  }

  @Test
  void installsForNamedNamespaces(LocalCluster cluster, KubernetesClient client) {
    // Given
    remove(client);
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName("team-b").endMetadata().build())
        .create();

    // When
    install(
        cluster,
        "named",
        "--create-namespace",
        "--set",
        "watchNamespaces={team-b}",
        "--set",
        "crds.enabled=false");

    // Then
    assertThat(client.rbac().roles().inNamespace("team-b").withName("transferjob-jobs").get())
        .isNotNull();
    assertThat(client.rbac().clusterRoles().withName("transferjob-jobs").get()).isNull();
    uninstall(cluster, "named");
  }

  /** Other tests of this cluster have installed the same objects without Helm. */
  private static void remove(KubernetesClient client) {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("transferjobs.transferjob.dev")
        .withTimeout(30, TimeUnit.SECONDS)
        .delete();
    client.rbac().clusterRoles().withName("transferjob-jobs").delete();
    client.rbac().clusterRoleBindings().withName("transferjob-jobs").delete();
  }

  private static void install(LocalCluster cluster, String namespace, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                "upgrade",
                "--install",
                "transferjob",
                CHART,
                "-n",
                namespace,
                "--kubeconfig",
                cluster.kubeconfig().toString()));
    command.addAll(Arrays.asList(arguments));
    var output = Chart.helm(command.toArray(String[]::new));
    assertThat(output.code()).as(output.text()).isZero();
  }

  private static void uninstall(LocalCluster cluster, String namespace) {
    Chart.helm(
        "uninstall",
        "transferjob",
        "-n",
        namespace,
        "--kubeconfig",
        cluster.kubeconfig().toString());
  }
}
