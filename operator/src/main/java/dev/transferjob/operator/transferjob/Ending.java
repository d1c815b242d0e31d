package dev.transferjob.operator.transferjob;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.transferjob.api.ExitCode;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.protocol.TerminationMessage;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Optional;

/**
 * How an attempt ended.
 *
 * @param failure whether it counts against the backoff limit
 * @param message the cause and the next thing to do
 * @param said what the trainer left behind
 */
record Ending(Reason reason, boolean failure, String message, Optional<TerminationMessage> said) {
  private static final int TAIL = 400;

  /** Reads a pod that has ended. */
  static Ending of(Pod pod) {
    var terminated = Pods.terminated(pod);
    var said = terminated.flatMap(Ending::parse);
    var disruption = Pods.disruption(pod);
    if (disruption.isPresent()) {
      var reason = reason(disruption.get());
      return new Ending(reason, false, reason.explain(message(disruption.get())), said);
    }
    if (terminated.isEmpty()) {
      var message = Reason.TrainerError.explain(whyKilled(pod));
      return new Ending(Reason.TrainerError, !Pods.succeeded(pod), message, said);
    }
    return ending(terminated.get(), said);
  }

  private static Ending ending(
      ContainerStateTerminated terminated, Optional<TerminationMessage> said) {
    var code = exitCode(terminated);
    var failure = code.kind() == ExitCode.Kind.FINAL || code.kind() == ExitCode.Kind.RETRIED;
    var reason = Reason.of(code);
    var message =
        said.map(TerminationMessage::message)
            .filter(text -> !text.isBlank())
            .orElseGet(() -> reason.explain(code == ExitCode.COMPLETE ? "" : unread(terminated)));
    return new Ending(reason, failure, message, said);
  }

  /** A killed process says 137 whoever killed it; only the kubelet knows that memory ran out. */
  private static ExitCode exitCode(ContainerStateTerminated terminated) {
    if ("OOMKilled".equals(terminated.getReason())) {
      return ExitCode.OUT_OF_MEMORY;
    }
    var code = ExitCode.of(terminated.getExitCode());
    return code == ExitCode.OUT_OF_MEMORY ? ExitCode.TRAINER_ERROR : code;
  }

  private static Reason reason(PodCondition disruption) {
    return "DeletionByTaintManager".equals(disruption.getReason())
        ? Reason.NodeLost
        : Reason.Preempted;
  }

  private static String message(PodCondition condition) {
    return condition.getMessage() == null ? "" : condition.getMessage();
  }

  private static String whyKilled(Pod pod) {
    var message = pod.getStatus().getMessage();
    return message == null ? "The pod ended without a word of its container" : message;
  }

  private static Optional<TerminationMessage> parse(ContainerStateTerminated terminated) {
    if (terminated.getMessage() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ProtocolJson.mapper().readValue(terminated.getMessage(), TerminationMessage.class));
    } catch (JsonProcessingException notFromTheTrainer) {
      return Optional.empty();
    }
  }

  /** Without a message of the trainer, the kubelet hands over the end of the log. */
  private static String unread(ContainerStateTerminated terminated) {
    if ("OOMKilled".equals(terminated.getReason())) {
      return "";
    }
    var log = terminated.getMessage() == null ? "" : terminated.getMessage().strip();
    var tail = log.substring(Math.max(0, log.length() - TAIL));
    var code = "The trainer ended with exit code " + terminated.getExitCode();
    return tail.isEmpty() ? code : code + ", after the log lines: " + tail;
  }
}
