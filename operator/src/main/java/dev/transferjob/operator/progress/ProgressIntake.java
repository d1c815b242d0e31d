package dev.transferjob.operator.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.config.Leadership;
import dev.transferjob.operator.job.TrainerJob;
import dev.transferjob.protocol.ProgressReport;
import dev.transferjob.protocol.ProtocolJson;
import io.fabric8.kubernetes.api.model.Pod;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Decides about one report. The order matters: a stranger learns nothing but that he is one. */
@ApplicationScoped
class ProgressIntake {
  private static final String AUDIENCE = "transferjob.dev/";

  private final Leadership leadership;
  private final TokenCheck tokens;
  private final RateLimit limit;
  private final ProgressInbox inbox;

  ProgressIntake(Leadership leadership, TokenCheck tokens, RateLimit limit, ProgressInbox inbox) {
    this.leadership = leadership;
    this.tokens = tokens;
    this.limit = limit;
    this.inbox = inbox;
  }

  Answer take(String namespace, String name, String token, String body) {
    if (!leadership.isLeading()) {
      return Answer.NOT_LEADING;
    }
    var job = inbox.job(namespace, name);
    var sender =
        job.flatMap(known -> tokens.verify(token, AUDIENCE + known.getMetadata().getUid()));
    if (sender.isEmpty()) {
      return Answer.NOT_AUTHENTICATED;
    }
    if (!limit.allows(sender.get().uid())) {
      return Answer.TOO_MANY;
    }
    return isCurrentAttempt(sender.get(), namespace, job.get())
        ? store(job.get(), sender.get(), body)
        : Answer.NOT_CURRENT;
  }

  /** The pod is of this job and has not ended; at most one is. */
  private boolean isCurrentAttempt(TokenPod sender, String namespace, TransferJob job) {
    return sender.namespace().equals(namespace)
        && inbox
            .pod(namespace, sender.name())
            .filter(pod -> pod.getMetadata().getUid().equals(sender.uid()))
            .filter(pod -> TrainerJob.isOf(job, pod) && !hasEnded(pod))
            .isPresent();
  }

  private static boolean hasEnded(Pod pod) {
    return Set.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
  }

  private Answer store(TransferJob job, TokenPod sender, String body) {
    ProgressReport report;
    try {
      report = ProtocolJson.mapper().readValue(body, ProgressReport.class);
    } catch (JsonProcessingException e) {
      return Answer.invalid("the body is not a progress report: " + e.getOriginalMessage());
    }
    if (report == null) {
      return Answer.invalid("the body is empty");
    }
    return ReportCheck.problem(report)
        .map(Answer::invalid)
        .orElseGet(
            () -> inbox.accept(job, sender.uid(), report) ? Answer.TAKEN : Answer.OUT_OF_ORDER);
  }
}
