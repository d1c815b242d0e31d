package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.model.Anchors;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkParameter;
import java.time.Duration;
import java.util.function.Predicate;

/** A stretch of training with one goal, one optimizer and one schedule. */
public interface Phase {
  /** Longer than any training. */
  Duration UNLIMITED = Duration.ofDays(365);

  Stage stage();

  int epochs();

  Recipe recipe();

  /** After so long it ends early. */
  default Duration limit() {
    return UNLIMITED;
  }

  Network network();

  /** Prepares examples, what is trained, and how BatchNorm behaves; in every attempt. */
  void arm();

  /**
   * Trains what is to be trained from this epoch on; after {@link #arm}.
   *
   * @param epoch counted from 0
   * @return whether that is more than before
   */
  default boolean thaw(int epoch) {
    return false;
  }

  /**
   * Learns all at once, where there is nothing to descend.
   *
   * @return whether it did; otherwise the phase is trained step by step
   */
  default boolean fit() {
    return false;
  }

  /**
   * Whether it may give the network back as it got it, where no epoch made it better. Its scores
   * are then like those of the phase before, and what that phase kept is what it begins with.
   */
  default boolean refines() {
    return false;
  }

  /** Prepares the network's values; after {@link #arm}, only where no step was made before. */
  void begin();

  /** Available once armed. */
  Examples train();

  /** Available once armed. */
  Examples validation();

  /** Whether a parameter of the network is trained now. */
  Predicate<NetworkParameter> trained();

  /** What the network's parameters are pulled to. */
  default Anchors anchors() {
    return Anchors.NONE;
  }

  /** A parameter's learning rate as a multiple of the recipe's. */
  double rateMultiplier(NetworkParameter parameter);

  /** What is trained for, with its native parts; available once armed. */
  Objective objective();

  /** Logits as the evaluated network gives them. */
  NDArray evaluate(NDArray inputs);

  /** Measures the network after an epoch. */
  default EpochScore score(PhaseScorer scorer) {
    return EpochScore.of(scorer.of(validation(), this::evaluate), recipe().metric());
  }

  /** Whether a parameter or buffer of this name may change in this phase. */
  boolean changes(String tensor);

  /** Completes the network's values after the best weights are back. */
  void end();

  /** Sample passes that {@link #arm} costs. */
  default double setupWork() {
    return 0;
  }

  /** Sample passes that training on one sample costs, for the progress. */
  double trainingWork();

  /** Sample passes that one evaluated sample costs. */
  double evaluationWork();
}
