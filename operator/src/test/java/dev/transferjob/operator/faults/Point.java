package dev.transferjob.operator.faults;

/**
 * A moment that a fault can be bound to.
 *
 * @param what a request, as in {@code POST jobs}, or an event of a watch, as in {@code ADDED pods}
 * @param nth counts from 1 among those
 */
record Point(String what, int nth) {}
