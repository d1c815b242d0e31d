package dev.transferjob.operator.transferjob;

import dev.transferjob.protocol.Result;
import dev.transferjob.protocol.TerminationMessage;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/** Where a job is between its creation and its end. */
sealed interface State {
  Reason reason();

  String message();

  /** No attempt trains; {@code reason} says what is waited for. */
  record Waiting(Reason reason, String message) implements State {
    static State because(Reason reason, String detail) {
      return new Waiting(reason, reason.explain(detail));
    }
  }

  /** A queue holds the Job. */
  record Queued(Reason reason, String message) implements State {}

  /** The trainer of this pod runs. */
  record Training(Pod pod) implements State {
    @Override
    public Reason reason() {
      return Reason.Training;
    }

    @Override
    public String message() {
      var node = pod.getSpec().getNodeName();
      return "Pod " + pod.getMetadata().getName() + " trains on node " + node + ".";
    }
  }

  /** Nothing runs, because spec.suspend says so. */
  record Suspended() implements State {
    @Override
    public Reason reason() {
      return Reason.Suspended;
    }

    @Override
    public String message() {
      return Reason.Suspended.explain("");
    }
  }

  /** The result is complete; {@code said} is empty if the pod vanished before it was read. */
  record Completed(Optional<TerminationMessage> said) implements State {
    @Override
    public Reason reason() {
      var earlier =
          said.map(TerminationMessage::reason).filter(TerminationMessage.ALREADY_COMPLETE::equals);
      return earlier.isPresent() ? Reason.AlreadyComplete : Reason.Completed;
    }

    @Override
    public String message() {
      if (reason() == Reason.AlreadyComplete) {
        return said.map(TerminationMessage::message)
            .map(Reason.AlreadyComplete::explain)
            .orElseThrow();
      }
      return said.map(TerminationMessage::result)
          .map(result -> "The model is in " + result.uri() + "." + warning(result))
          .orElse(
              "The training is complete, but its pod was gone or said nothing readable, so the"
                  + " figures here may be old. The output folder holds the model and"
                  + " metrics.jsonl.");
    }

    private static String warning(Result result) {
      return result.adaptation() == null || result.adaptation().collapse() == null
          ? ""
          : " Warning: " + result.adaptation().collapse() + ".";
    }
  }

  /** The job ended without a result. */
  record Failed(Reason reason, String message) implements State {}
}
