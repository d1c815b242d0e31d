package dev.transferjob.trainer.train;

/**
 * Where in its phase a batch is trained on.
 *
 * @param seed of all that is random in it; derives from (seed, phase, epoch, batch)
 * @param batch how many batches of the phase were before it
 * @param progress steps done over all steps of the phase, from 0 to below 1
 */
public record StepContext(long seed, long batch, double progress) {}
