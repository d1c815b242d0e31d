package dev.transferjob.operator.transferjob;

/** Reads the API server's words when it refuses to create something. */
final class Refusal {
  private Refusal() {}

  static Obstacle of(String message) {
    var reason = message.contains("exceeded quota") ? Reason.QuotaExceeded : Reason.PolicyDenied;
    return new Obstacle(reason, message);
  }

  /** What the API server calls invalid is so by itself, or by a policy. */
  static Obstacle ofInvalid(String message) {
    var policy =
        message.contains("ValidatingAdmissionPolicy") || message.contains("admission webhook");
    return new Obstacle(policy ? Reason.PolicyDenied : Reason.InvalidSpec, message);
  }
}
