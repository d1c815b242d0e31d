package dev.transferjob.trainer.job;

import dev.transferjob.api.ModelCandidate;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.Candidate;
import dev.transferjob.trainer.technique.FeatureScore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scores each candidate's features of the training samples and takes the best. */
final class CandidateRanking {
  private static final Logger LOG = LoggerFactory.getLogger(CandidateRanking.class);

  private final TransferJobSpec spec;
  private final LoadedData data;
  private final ModelSetup.Surroundings around;

  CandidateRanking(TransferJobSpec spec, LoadedData data, ModelSetup.Surroundings around) {
    this.spec = spec;
    this.data = data;
    this.around = around;
  }

  /**
   * What is trained.
   *
   * @param spec with the best candidate as its model
   * @param weights digest of its weights' file
   * @param ranking best first
   */
  record Choice(TransferJobSpec spec, String weights, List<Candidate> ranking) {}

  private record Scored(TransferJobSpec spec, String weights, Candidate candidate) {}

  Choice best() {
    var scored = new ArrayList<Scored>();
    try (var score = new FeatureScore(around.torch())) {
      for (ModelCandidate candidate : spec.model().candidates()) {
        scored.add(scored(spec.with(spec.model().with(candidate)), score));
      }
    }
    // Stable: of equal ones the first in the spec.
    scored.sort(Comparator.comparingDouble((Scored one) -> -one.candidate().logMe()));
    Scored best = scored.getFirst();
    LOG.info("Training {}, the best of {}", best.candidate(), scored.size());
    return new Choice(best.spec(), best.weights(), scored.stream().map(Scored::candidate).toList());
  }

  private Scored scored(TransferJobSpec candidate, FeatureScore score) {
    String weights = new Assembly(candidate, around.claims()).weightsDigest();
    int classes = data.train().classes().size();
    try (var setup = ModelSetup.of(candidate, weights, data.train(), around)) {
      double value =
          score.of(
              setup.workshop(),
              setup.network(),
              data.material(setup.loader(), setup.targets(), around.torch()).train(),
              classes);
      var named =
          new Candidate(
              candidate.model().architecture().name(), candidate.model().weights().uri(), value);
      LOG.info("{}: LogME {}", named.architecture(), "%.4f".formatted(value));
      return new Scored(candidate, weights, named);
    }
  }
}
