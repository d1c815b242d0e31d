package dev.transferjob.bench;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Writes that the API server has counted since it started.
 *
 * @param jobsCreated and deleted, by whomever
 * @param statuses of TransferJobs
 * @param events of TransferJobs, which alone use this API group here
 */
record ApiWrites(long jobsCreated, long jobsDeleted, long statuses, long events) {
  private static final Pattern COUNTER =
      Pattern.compile("(?m)^apiserver_request_total\\{(.*)} (\\S+)$");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
  private static final Set<String> CHANGING = Set.of("APPLY", "PATCH", "PUT", "UPDATE");

  static ApiWrites of(String metrics) {
    long created = 0;
    long deleted = 0;
    long statuses = 0;
    long events = 0;
    var counters = COUNTER.matcher(metrics);
    while (counters.find()) {
      var labels = LABEL.matcher(counters.group(1)).results().toList();
      var group = value(labels, "group");
      var resource = value(labels, "resource") + "/" + value(labels, "subresource");
      var verb = value(labels, "verb");
      var count = (long) Double.parseDouble(counters.group(2));
      switch (group + ":" + resource) {
        case "batch:jobs/" -> {
          created += verb.equals("POST") ? count : 0;
          deleted += verb.equals("DELETE") ? count : 0;
        }
        case "transferjob.dev:transferjobs/status" ->
            statuses += CHANGING.contains(verb) ? count : 0;
        case "events.k8s.io:events/" -> events += verb.equals("POST") ? count : 0;
        default -> {}
      }
    }
    return new ApiWrites(created, deleted, statuses, events);
  }

  ApiWrites since(ApiWrites before) {
    return new ApiWrites(
        jobsCreated - before.jobsCreated,
        jobsDeleted - before.jobsDeleted,
        statuses - before.statuses,
        events - before.events);
  }

  long all() {
    return jobsCreated + jobsDeleted + statuses + events;
  }

  private static String value(List<MatchResult> labels, String name) {
    return labels.stream()
        .filter(label -> label.group(1).equals(name))
        .map(label -> label.group(2))
        .findFirst()
        .orElse("");
  }
}
