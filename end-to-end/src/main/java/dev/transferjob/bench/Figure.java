package dev.transferjob.bench;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One measured number. {@code peer} names what {@code ratio} compares with, {@code goal} what it
 * should reach; {@code note} says how it was measured or why it was skipped ({@code value} null).
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Figure(
    String name, Double value, String unit, String peer, Double ratio, String goal, String note) {

  static Figure of(String name, double value, String unit, String goal, String note) {
    return new Figure(name, value, unit, null, null, goal, note);
  }

  static Figure against(
      String peer, String name, double value, String unit, double ratio, String goal, String note) {
    return new Figure(name, value, unit, peer, ratio, goal, note);
  }

  static Figure skipped(String name, String reason) {
    return new Figure(name, null, null, null, null, null, "skipped: " + reason);
  }

  /** One line of the table that the bench prints. */
  String row() {
    if (value == null) {
      return "%-44s %s".formatted(name, note);
    }
    var measured = "%.4g %s".formatted(value, unit);
    var compared = ratio == null ? "" : "%.3fx %s".formatted(ratio, peer);
    return "%-44s %-16s %-44s goal %-28s %s".formatted(name, measured, compared, goal, note);
  }
}
