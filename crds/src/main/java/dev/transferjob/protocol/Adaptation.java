package dev.transferjob.protocol;

/**
 * How a network was adapted to another domain.
 *
 * @param score what the validator says of the model, without labels
 * @param sourceAccuracy of the model on the source's validation samples
 * @param targetAccuracy of the model on the target's images; null where their labels are not known
 * @param gapBefore how well the features of the network told the domains apart before training, as
 *     proxy A-distance from 0 to 2
 * @param gapAfter the same of the model
 * @param collapse what is wrong if the target's predictions have collapsed; null if they have not
 */
public record Adaptation(
    String algorithm,
    String validator,
    double score,
    double sourceAccuracy,
    Double targetAccuracy,
    double gapBefore,
    double gapAfter,
    String collapse) {}
