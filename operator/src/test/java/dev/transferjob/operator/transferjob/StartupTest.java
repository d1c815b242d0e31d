package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.operator.transferjob.World.ModelJob;
import dev.transferjob.operator.transferjob.World.ModelPod;
import dev.transferjob.operator.transferjob.World.Stored;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of a pod that is on its way to its start, and when. */
class StartupTest {
  private static final Instant CREATED = ModelObjects.CREATED;

  private static final ModelPod NEW_POD = new ModelPod(1, 1, 1, -1, -1, 0, false, false, false, 0);

  private final ModelObjects objects = new ModelObjects("");
  private final TransferJob resource = objects.resource(new Stored(false, 1, null));

  @Test
  void aPodThatHasJustGotItsNodeNeedNotBeTold() {
    assertThat(untilTold(onANode(), 2)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void itIsToldIfItLasts() {
    assertThat(untilTold(onANode(), 5)).isZero();
    assertThat(untilTold(onANode(), 60)).isZero();
  }

  @Test
  void aClockThatIsWrongDelaysNothing() {
    assertThat(untilTold(onANode(), -1)).isZero();
  }

  @Test
  void trainingIsToldAtOnce() {
    var pod = objects.pod(NEW_POD.runs(1));
    assertThat(reason(status(pod, 1))).isEqualTo("Training");
    assertThat(untilTold(pod, 1)).isZero();
  }

  @Test
  void whatTheSchedulerMissesIsToldAtOnce() {
    var pod =
        new PodBuilder(onANode())
            .editSpec()
            .withNodeName(null)
            .endSpec()
            .editStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withMessage("0/1 nodes are available")
            .endCondition()
            .endStatus()
            .build();
    assertThat(reason(status(pod, 1))).isEqualTo("Unschedulable");
    assertThat(untilTold(pod, 1)).isZero();
  }

  @Test
  void whatTheKubeletMissesIsToldAtOnce() {
    var waiting =
        new ContainerStateBuilder().withNewWaiting("no ConfigMap", "CreateContainerConfigError");
    var pod =
        new PodBuilder(onANode())
            .editStatus()
            .editFirstContainerStatus()
            .withState(waiting.build())
            .endContainerStatus()
            .endStatus()
            .build();
    assertThat(reason(status(pod, 1))).isEqualTo("ContainerCreating");
    assertThat(untilTold(pod, 1)).isZero();
  }

  @Test
  void theFirstStatusAndAnEditAreToldAtOnce() {
    var next = status(onANode(), 1);
    assertThat(Startup.untilTold(null, next, seen(onANode()), CREATED.plusSeconds(1))).isZero();
    resource.getMetadata().setGeneration(7L);
    var edited = status(onANode(), 1);
    assertThat(Startup.untilTold(next, edited, seen(onANode()), CREATED.plusSeconds(1))).isZero();
  }

  /** After the Job was told, {@code pod} is seen so many seconds after its creation. */
  private Duration untilTold(Pod pod, int seconds) {
    var before = StatusRules.status(resource, seen(), CREATED);
    assertThat(reason(before)).isEqualTo("PodPending");
    resource.setStatus(before);
    return Startup.untilTold(before, status(pod, seconds), seen(pod), CREATED.plusSeconds(seconds));
  }

  private TransferJobStatus status(Pod pod, int seconds) {
    return StatusRules.status(resource, seen(pod), CREATED.plusSeconds(seconds));
  }

  private static String reason(TransferJobStatus status) {
    return status.condition(ConditionType.Running).orElseThrow().reason();
  }

  private Observed seen(Pod... pods) {
    var job = new ModelJob(1, 1, AttemptsStatus.NONE, 0, null, null, false, false, 0);
    return new Observed(Optional.of(objects.job(job)), List.of(), List.of(pods));
  }

  private Pod onANode() {
    return objects.pod(NEW_POD);
  }
}
