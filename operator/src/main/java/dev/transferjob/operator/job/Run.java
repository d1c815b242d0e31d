package dev.transferjob.operator.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.protocol.ProtocolJson;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

/**
 * One uninterrupted intention to train: one Job.
 *
 * @param number counts from 1
 * @param before the attempts of earlier runs
 */
public record Run(int number, AttemptsStatus before) {
  static final String BEFORE = "transferjob.dev/attempts-before";

  /** The run that a Job of ours stands for. */
  public static Run of(Job job) {
    var number = Integer.parseInt(job.getMetadata().getLabels().get(Labels.RUN));
    var before = job.getMetadata().getAnnotations().get(BEFORE);
    return new Run(number, before == null ? AttemptsStatus.NONE : parse(before));
  }

  String beforeAsJson() {
    return Snapshots.json(before);
  }

  private static AttemptsStatus parse(String text) {
    try {
      return ProtocolJson.mapper().readValue(text, AttemptsStatus.class);
    } catch (JsonProcessingException edited) {
      return AttemptsStatus.NONE;
    }
  }
}
