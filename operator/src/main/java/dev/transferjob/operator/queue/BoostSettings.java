package dev.transferjob.operator.queue;

/**
 * How much dearer than its priority a running job may become to preempt.
 *
 * @param enabled whether at all; Kueue's gate PriorityBoost cannot be seen from outside
 * @param max the most that is added to a priority
 * @param gpuSecondsPerPoint unsaved work that adds one
 */
public record BoostSettings(boolean enabled, int max, long gpuSecondsPerPoint) {
  public static final BoostSettings OFF = new BoostSettings(false, 0, 1);
}
