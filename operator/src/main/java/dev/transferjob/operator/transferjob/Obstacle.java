package dev.transferjob.operator.transferjob;

/**
 * What keeps a job from going on, as far as neither its Job nor its pod says so.
 *
 * @param detail what happened here; may be empty
 */
record Obstacle(Reason reason, String detail) {}
