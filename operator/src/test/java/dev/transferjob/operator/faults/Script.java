package dev.transferjob.operator.faults;

import dev.transferjob.operator.faults.FaultPlan.Injection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts what passes between one TransferJob's operator and the API server, and says when a fault
 * is due.
 */
final class Script {
  private static final int FEW_EVENTS = 3;

  private final Map<Point, Fault> due = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<Point> trace = new ArrayList<>();
  private final List<Long> revisions = new ArrayList<>();
  private final List<Write> writes = new ArrayList<>();
  private long lastWrite = System.nanoTime();

  /**
   * A write that was carried out.
   *
   * @param at as {@link System#nanoTime()}
   */
  record Write(long at, String what) {}

  Script(List<Injection> injections) {
    injections.forEach(injection -> due.put(injection.at(), injection.fault()));
  }

  /** Notes a request or an event; the fault that befalls it. */
  synchronized Optional<Fault> meets(String what) {
    var point = new Point(what, counts.merge(what, 1, Integer::sum));
    trace.add(point);
    return Optional.ofNullable(due.remove(point));
  }

  synchronized void seen(long revision) {
    revisions.add(revision);
  }

  synchronized void tries() {
    lastWrite = System.nanoTime();
  }

  synchronized void writes(String what) {
    writes.add(new Write(System.nanoTime(), what));
  }

  synchronized List<Write> writes() {
    return List.copyOf(writes);
  }

  /** When something was tried to be written last. */
  synchronized long lastWrite() {
    return lastWrite;
  }

  /** A revision of the past that an operator may start from. */
  synchronized long past(Fault fault) {
    int index = fault == Fault.REWIND ? Math.max(0, revisions.size() - 1 - FEW_EVENTS) : 0;
    return revisions.get(index);
  }

  synchronized List<Point> trace() {
    return List.copyOf(trace);
  }

  /** Whether every fault of the plan has happened. */
  synchronized boolean isOver() {
    return due.isEmpty();
  }
}
