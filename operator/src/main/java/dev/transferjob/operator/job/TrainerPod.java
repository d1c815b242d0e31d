package dev.transferjob.operator.job;

import dev.transferjob.api.Toleration;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.JobSnapshot;
import io.fabric8.kubernetes.api.model.PodResourceClaim;
import io.fabric8.kubernetes.api.model.PodResourceClaimBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The pod of a run; it passes the Pod Security Standard "restricted". */
final class TrainerPod {
  static final String CONTAINER = "trainer";
  static final String PROGRESS_CA = "transferjob.dev/progress-ca";

  /** The image's user; volumes are handed to its group. */
  private static final long USER = 65532;

  private TrainerPod() {}

  static PodTemplateSpec template(TransferJob resource, Run run, TrainerSettings settings) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(Labels.of(resource, run))
        .withAnnotations(annotations(resource, run, settings))
        .endMetadata()
        .withSpec(spec(resource, settings))
        .build();
  }

  private static Map<String, String> annotations(
      TransferJob resource, Run run, TrainerSettings settings) {
    var annotations = new TreeMap<String, String>();
    annotations.put(JobSnapshot.ANNOTATION, Snapshots.of(resource, run));
    settings.push().ifPresent(push -> annotations.put(PROGRESS_CA, push.ca()));
    return annotations;
  }

  private static PodSpec spec(TransferJob resource, TrainerSettings settings) {
    var spec = resource.getSpec();
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withServiceAccountName(settings.serviceAccountName())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(spec.terminationGracePeriodSeconds().longValue())
        .withSecurityContext(securityContext())
        .withNodeSelector(spec.nodeSelector())
        .withAffinity(Accelerators.affinity(spec, settings.vendors()).orElse(null))
        .withTolerations(tolerations(spec, settings))
        .withResourceClaims(claims(resource))
        .withRuntimeClassName(spec.runtimeClassName())
        .withPriorityClassName(spec.queueName() == null ? spec.priorityClassName() : null)
        .withContainers(TrainerContainer.of(resource, settings))
        .withVolumes(Volumes.of(resource, settings))
        .build();
  }

  private static PodSecurityContext securityContext() {
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withFsGroupChangePolicy("OnRootMismatch")
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  private static List<PodResourceClaim> claims(TransferJob resource) {
    var wish = resource.getSpec().accelerator();
    return wish == null || wish.deviceClassName() == null
        ? List.of()
        : List.of(
            new PodResourceClaimBuilder()
                .withName(DeviceClaim.NAME)
                .withResourceClaimTemplateName(DeviceClaim.name(resource))
                .build());
  }

  private static List<io.fabric8.kubernetes.api.model.Toleration> tolerations(
      TransferJobSpec spec, TrainerSettings settings) {
    var vendor = Vendor.of(spec, settings.vendors()).map(Vendor::taint);
    return Stream.concat(
            spec.tolerations().stream().map(TrainerPod::toleration),
            Stream.concat(Gpu.of(spec).stream().map(Gpu::resource), vendor.stream())
                .map(TrainerPod::tainted))
        .distinct()
        .toList();
  }

  private static io.fabric8.kubernetes.api.model.Toleration toleration(Toleration toleration) {
    return new TolerationBuilder()
        .withKey(toleration.key())
        .withOperator(toleration.operator().name())
        .withValue(toleration.value())
        .withEffect(toleration.effect() == null ? null : toleration.effect().name())
        .withTolerationSeconds(toleration.tolerationSeconds())
        .build();
  }

  private static io.fabric8.kubernetes.api.model.Toleration tainted(String resource) {
    return new TolerationBuilder()
        .withKey(resource)
        .withOperator("Exists")
        .withEffect("NoSchedule")
        .build();
  }
}
