package dev.transferjob.protocol;

import dev.transferjob.api.TransferJobSpec;

/**
 * The spec that a run trains by; it lies as JSON in the pod template's annotation {@link
 * #ANNOTATION}.
 */
public record JobSnapshot(
    String name, String namespace, String uid, int run, TransferJobSpec spec) {
  public static final String ANNOTATION = "transferjob.dev/job";
}
