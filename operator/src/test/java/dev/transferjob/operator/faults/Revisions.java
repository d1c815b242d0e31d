package dev.transferjob.operator.faults;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the API server's protocol says about versions and errors. */
final class Revisions {
  private Revisions() {}

  /** Asks for a list exactly as it was at this revision. */
  static String exactly(String path, String query, long revision) {
    var kept =
        Arrays.stream(query == null ? new String[0] : query.split("&"))
            .filter(option -> !option.startsWith("resourceVersion"));
    var past = Stream.of("resourceVersion=" + revision, "resourceVersionMatch=Exact");
    return Stream.concat(kept, past).collect(Collectors.joining("&", path + "?", ""));
  }

  static String status(int code, String reason) {
    return """
    {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "code": %d,
     "reason": "%s", "message": "by a fault plan"}"""
        .formatted(code, reason);
  }

  /** How a watch says that its revision is too old to go on from. */
  static String gone() {
    return "{\"type\": \"ERROR\", \"object\": %s}".formatted(status(410, "Expired"));
  }
}
