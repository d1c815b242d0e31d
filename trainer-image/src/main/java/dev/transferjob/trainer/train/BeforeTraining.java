package dev.transferjob.trainer.train;

import dev.transferjob.protocol.Metric;
import java.util.List;

/**
 * What was measured of the network before its training.
 *
 * @param quality empty where its head is new
 * @param domainGap how far source and target are apart; null where there is no target
 */
public record BeforeTraining(List<Metric> quality, Double domainGap) {

  public BeforeTraining {
    quality = List.copyOf(quality);
  }
}
