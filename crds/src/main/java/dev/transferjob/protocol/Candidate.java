package dev.transferjob.protocol;

/**
 * A network that could have been trained, in the order of a ranking.
 *
 * @param architecture and the weights' {@code uri}
 * @param logMe its score: higher is better
 */
public record Candidate(String architecture, String uri, double logMe) {}
