package dev.transferjob.operator.transferjob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A cluster in which the chart's CRD, service account and rights are installed. */
public final class TestWorld {
  private static final Set<Class<? extends HasMetadata>> INSTALLED =
      Set.of(
          CustomResourceDefinition.class,
          ServiceAccount.class,
          ClusterRole.class,
          ClusterRoleBinding.class,
          Role.class,
          RoleBinding.class);

  private final KubernetesClient admin;

  public TestWorld(KubernetesClient admin) {
    this.admin = admin;
  }

  /** All of the chart but its pods and its certificate. */
  public TestWorld install(String... values) {
    admin
        .resource(new NamespaceBuilder().withNewMetadata().withName("ops").endMetadata().build())
        .serverSideApply();
    Chart.objects(values).stream()
        .filter(object -> INSTALLED.contains(object.getClass()))
        .forEach(object -> admin.resource(object).forceConflicts().serverSideApply());
    admin
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("transferjobs.transferjob.dev")
        .waitUntilCondition(TestWorld::isEstablished, 10, TimeUnit.SECONDS);
    return this;
  }

  /** A Job that is not the operator's. */
  static JobBuilder otherJob(String name) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withNewTemplate()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("other")
        .withImage("other")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec();
  }

  static boolean isEstablished(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  /** The access that the operator's pod has, and no more. */
  public Config operatorConfig() {
    var token = token("ops", "transferjob", new TokenRequestBuilder().withNewSpec().endSpec());
    return new ConfigBuilder()
        .withAutoConfigure(false)
        .withMasterUrl(admin.getConfiguration().getMasterUrl())
        .withCaCertFile(admin.getConfiguration().getCaCertFile())
        .withCaCertData(admin.getConfiguration().getCaCertData())
        .withOauthToken(token)
        .build();
  }

  String token(String namespace, String account, TokenRequestBuilder request) {
    TokenRequest answer =
        admin
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(account)
            .tokenRequest(request.build());
    return answer.getStatus().getToken();
  }

  /** As the kubelet mounts it into the pod: good for one job, bound to the pod. */
  String token(TransferJob resource, Pod pod) {
    var request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences("transferjob.dev/" + resource.getMetadata().getUid())
            .withNewBoundObjectRef()
            .withApiVersion("v1")
            .withKind("Pod")
            .withName(pod.getMetadata().getName())
            .withUid(pod.getMetadata().getUid())
            .endBoundObjectRef()
            .endSpec();
    return token(pod.getMetadata().getNamespace(), "default", request);
  }

  /** A namespace where every pod must pass the Pod Security Standard "restricted". */
  public String namespace(String name) {
    var labels = Map.of("pod-security.kubernetes.io/enforce", "restricted");
    admin
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build())
        .create();
    admin
        .serviceAccounts()
        .inNamespace(name)
        .withName("default")
        .waitUntilCondition(Objects::nonNull, 10, TimeUnit.SECONDS);
    return name;
  }

  /** A quota that leaves no GPU, once it is in force. */
  ResourceQuota forbidGpus(String namespace) {
    var quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("no-gpus")
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .withHard(Map.of("requests.nvidia.com/gpu", new Quantity("0")))
            .endSpec()
            .build();
    admin.resource(quota).create();
    admin
        .resource(quota)
        .waitUntilCondition(
            known ->
                known != null
                    && known.getStatus() != null
                    && known.getStatus().getHard() != null
                    && !known.getStatus().getHard().isEmpty(),
            20,
            TimeUnit.SECONDS);
    return quota;
  }

  TransferJob create(String namespace) {
    return create(namespace, "");
  }

  /** A job with other fields in its spec, as YAML. */
  public TransferJob create(String namespace, String spec) {
    return admin.resource(read(spec)).inNamespace(namespace).create();
  }

  TransferJob create(String namespace, String name, String spec) {
    var resource = read(spec);
    resource.getMetadata().setName(name);
    return admin.resource(resource).inNamespace(namespace).create();
  }

  /** The tests' job with these fields of its spec, as YAML. */
  TransferJob read(String spec) {
    try (var base = TestWorld.class.getResourceAsStream("/transferjob.yaml")) {
      var text = new String(base.readAllBytes(), UTF_8);
      var all = asMap(Serialization.unmarshal(text, Map.class));
      var added = asMap(Serialization.unmarshal(spec.isEmpty() ? "{}" : spec, Map.class));
      asMap(all.get("spec")).putAll(added);
      return Serialization.unmarshal(Serialization.asYaml(all), TransferJob.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }

  public void suspend(TransferJob resource, boolean suspend) {
    var patch = "{\"spec\": {\"suspend\": %s}}".formatted(suspend);
    stored(resource).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  public Resource<TransferJob> stored(TransferJob resource) {
    return admin
        .resources(TransferJob.class)
        .inNamespace(resource.getMetadata().getNamespace())
        .withName(resource.getMetadata().getName());
  }

  List<Job> jobs(TransferJob resource) {
    var namespace = resource.getMetadata().getNamespace();
    return admin.batch().v1().jobs().inNamespace(namespace).list().getItems();
  }

  void awaitNoJob(TransferJob resource) {
    await("no Job").atMost(Duration.ofSeconds(30)).until(() -> jobs(resource).isEmpty());
  }

  /** The status, once the condition has this reason; at most 30 s later, as promised. */
  TransferJobStatus awaitReason(TransferJob resource, ConditionType type, Reason reason) {
    return awaitReason(resource, type, reason.name());
  }

  /** The same, where the reason is Kueue's. */
  TransferJobStatus awaitReason(TransferJob resource, ConditionType type, String reason) {
    return await(type + " with reason " + reason)
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> stored(resource).get().getStatus(),
            status ->
                status != null
                    && status
                        .condition(type)
                        .map(Condition::reason)
                        .filter(reason::equals)
                        .isPresent());
  }
}
