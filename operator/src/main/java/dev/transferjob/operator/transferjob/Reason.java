package dev.transferjob.operator.transferjob;

import dev.transferjob.api.ExitCode;
import dev.transferjob.api.ExitCode.Kind;
import java.util.Arrays;
import java.util.Optional;

/**
 * Why a condition is as it is. {@link #meaning} and {@link #advice} are the rows of {@code
 * docs/reasons.md}; the advice also ends every message of a condition.
 */
public enum Reason {
  Training("An attempt trains.", ""),
  Completed("The result is complete.", ""),
  AlreadyComplete(
      "The output folder held the finished result of the same training; it was not trained again.",
      "To train again, create a job with another spec.output.uri, or with existingResult: Replace"),
  CheckpointVerified(
      "An interrupted attempt resumes from the checkpoint that status.checkpoint names.", ""),
  Suspended(
      "The training is suspended; nothing runs, and no deadline counts.",
      "Set spec.suspend to false to go on from the newest checkpoint"),
  Resumed("The training was suspended and goes on.", ""),
  Queued(
      "The job waits in its queue.",
      "Nothing to do if its turn will come; kubectl describe localqueue and workload show more"),
  QueueNotFound(
      "The LocalQueue of spec.queueName does not exist.",
      "Create it, or create a new job with the name of another one"),
  KueueNotInstalled(
      "spec.queueName asks for Kueue, which the cluster does not have.",
      "Install Kueue, or create a new job without queueName"),
  JobSuspended(
      "Something else has suspended the Job.",
      "See what manages it; the job goes on once the Job's spec.suspend is false"),
  Admitted("The queue has let the job in.", ""),
  PodPending("The Job exists, its pod is not there yet.", ""),
  ContainerCreating(
      "The pod has a node; volumes are mounted and the image is pulled.",
      "If it lasts, kubectl describe pod shows what it waits for"),
  Unschedulable(
      "No node can take the pod now.",
      "Free or add what the message names, or ask for less in spec.resources, nodeSelector or"
          + " tolerations of a new job"),
  VolumePending(
      "A PersistentVolumeClaim is missing or not bound.",
      "Create the claim in this namespace, or let kubectl describe pvc tell why it is not bound"),
  ImageUnavailable(
      "The trainer's image cannot be pulled.",
      "Check the chart's value trainer.image and the node's access to the registry"),
  QuotaExceeded(
      "The namespace's quota has no room for the pod.",
      "Wait for other work to end, raise the ResourceQuota, or ask for less in a new job"),
  PolicyDenied(
      "Admission refused the Job or its pod.",
      "Ask the cluster's administrator about the policy that the message names"),
  NameTaken(
      "A Job of the needed name exists and belongs to something else.",
      "Delete or rename that Job, or create the TransferJob under another name"),
  JobDeleted(
      "The Job was deleted; the next run starts once its pod is gone.",
      "To stop the training, delete the TransferJob instead"),
  Stopping(
      "The pod is being stopped and saves a checkpoint.",
      "Nothing to do: the next attempt resumes from it"),
  PredecessorRunning(
      "A pod of a deleted TransferJob of the same name still runs.",
      "It ends by itself, or when its Job is deleted"),
  Preempted(
      "The pod had to leave its node, or was deleted.",
      "Nothing to do: the next attempt resumes from the newest checkpoint, and this is not counted"
          + " as a failure"),
  NodeLost(
      "The pod's node does not answer.",
      "If the node does not come back, delete its Node object or taint it"
          + " node.kubernetes.io/out-of-service, so that the pod can be replaced"),
  DeadlineExceeded(
      "The attempts ran for longer than spec.activeDeadlineSeconds in all.",
      "Create a new job with a longer deadline, fewer epochs or a faster node"),
  StartDeadlineExceeded(
      "No attempt began within spec.startDeadlineSeconds.",
      "Remove what it waited for, or create a new job with a longer deadline"),
  InvalidSpec(
      "The spec cannot be carried out.", "Create a new job with what the message names corrected"),
  DataInvalid(
      "The samples cannot be used.",
      "Correct the file or folder that the message names and create a new job"),
  ModelInvalid(
      "The weights cannot be used.",
      "Check spec.model: the architecture must be the one that the weights belong to, and the file"
          + " complete"),
  Diverged(
      "The loss became infinite or not a number.",
      "Lower spec.training.optimizer.learningRate or set gradientClipNorm in a new job"),
  OutputFailed(
      "The output could not be written.",
      "See whether the output's claim is full, and whether group 65532 may write to it"),
  OutOfGpuMemory("The GPU's memory was not enough.", "Lower spec.training.batchSize in a new job"),
  GpuUnavailable(
      "The pod asked for a GPU and found none that works.",
      "Check the node's driver and device plugin, or ask for no GPU"),
  CheckpointCorrupt(
      "None of the kept checkpoints is intact.",
      "See what wrote to the output's claim; a new job starts from the beginning"),
  OutputConflict(
      "The output folder is in use or holds something else.",
      "Name another folder in spec.output.uri or clear this one"),
  Hung("The training made no step for too long.", "kubectl logs of the pod shows more"),
  TemporaryFailure("The attempt met something that may pass.", "Nothing to do: it is retried"),
  OutOfMemory(
      "The container used more memory than its limit.",
      "Raise spec.resources.limits.memory or lower spec.training.batchSize in a new job"),
  TrainerError("The trainer ended unexpectedly.", "kubectl logs of the pod shows more");

  private final String meaning;
  private final String advice;

  Reason(String meaning, String advice) {
    this.meaning = meaning;
    this.advice = advice;
  }

  /** The reason of an attempt that ended with this code. */
  static Reason of(ExitCode code) {
    return code == ExitCode.COMPLETE ? Completed : valueOf(code.reason());
  }

  /** The reason of this name; empty for one that another version of the operator wrote. */
  static Optional<Reason> named(String name) {
    return Arrays.stream(values()).filter(reason -> reason.name().equals(name)).findFirst();
  }

  /** Whether an attempt that ended so counts against the limit. */
  static boolean isFailure(String name) {
    return codes(Kind.RETRIED, name) || isFinal(name);
  }

  /** Whether an attempt that ended so is not to be followed by another. */
  static boolean isFinal(String name) {
    return codes(Kind.FINAL, name);
  }

  private static boolean codes(Kind kind, String name) {
    return Arrays.stream(ExitCode.values())
        .anyMatch(code -> code.kind() == kind && code.reason().equals(name));
  }

  /** Whether a job can fail so. */
  boolean endsJobs() {
    return isFailure(name())
        || this == DeadlineExceeded
        || this == StartDeadlineExceeded
        || this == ImageUnavailable;
  }

  /** Whether an attempt can end so and be followed by another. */
  boolean endsAttempts() {
    return this == NodeLost || codes(Kind.RETRIED, name()) || codes(Kind.NOT_COUNTED, name());
  }

  /** What happened, in a sentence. */
  public String meaning() {
    return meaning;
  }

  /** The next thing to do; empty if there is none. */
  public String advice() {
    return advice;
  }

  /** A condition's message: what happened here, then the next thing to do. */
  String explain(String detail) {
    var cause = detail.isBlank() ? meaning : sentence(detail);
    return advice.isEmpty() ? cause : cause + " " + sentence(advice);
  }

  private static String sentence(String text) {
    var trimmed = text.strip();
    return trimmed.matches("(?s).*[.!?]") ? trimmed : trimmed + ".";
  }
}
