package dev.transferjob.operator.transferjob;

import dev.transferjob.api.AdaptationStatus;
import dev.transferjob.api.BaselineStatus;
import dev.transferjob.api.CandidateStatus;
import dev.transferjob.api.GainStatus;
import dev.transferjob.api.ResultStatus;
import dev.transferjob.protocol.Adaptation;
import dev.transferjob.protocol.Baseline;
import dev.transferjob.protocol.Candidate;
import dev.transferjob.protocol.Gain;
import dev.transferjob.protocol.Result;

/** Turns the trainer's result into that of the status. */
final class Results {
  /** The schema's limit. */
  private static final int MAX_FAILURE = 1024;

  private Results() {}

  static ResultStatus of(Result result) {
    return new ResultStatus(
        result.uri(),
        result.sha256(),
        result.classes(),
        result.exact(),
        result.split(),
        result.samples(),
        Figures.metrics(result.metrics()),
        Figures.metrics(result.untouched()),
        result.baseline() == null ? null : baseline(result.baseline()),
        result.gain().stream().map(Results::gain).toList(),
        result.candidates().stream().map(Results::candidate).toList(),
        result.adaptation() == null ? null : adaptation(result.adaptation()));
  }

  private static AdaptationStatus adaptation(Adaptation adaptation) {
    Double onTarget = adaptation.targetAccuracy();
    return new AdaptationStatus(
        adaptation.algorithm(),
        adaptation.validator(),
        Figures.decimal(adaptation.score(), 4),
        Figures.decimal(adaptation.sourceAccuracy(), 4),
        onTarget == null ? null : Figures.decimal(onTarget, 4),
        Figures.decimal(adaptation.gapBefore(), 4),
        Figures.decimal(adaptation.gapAfter(), 4),
        cut(adaptation.collapse()));
  }

  private static CandidateStatus candidate(Candidate candidate) {
    return new CandidateStatus(
        candidate.architecture(), candidate.uri(), Figures.decimal(candidate.logMe(), 4));
  }

  private static BaselineStatus baseline(Baseline baseline) {
    return new BaselineStatus(
        Figures.metrics(baseline.metrics()),
        Figures.decimal(baseline.seconds(), 1),
        Figures.decimal(baseline.modelSeconds(), 1),
        baseline.stepsToBest(),
        baseline.converged(),
        cut(baseline.failure()));
  }

  private static String cut(String text) {
    return text == null || text.length() <= MAX_FAILURE ? text : text.substring(0, MAX_FAILURE);
  }

  private static GainStatus gain(Gain gain) {
    return new GainStatus(
        gain.name(),
        Figures.decimal(gain.value(), 4),
        Figures.decimal(gain.low(), 4),
        Figures.decimal(gain.high(), 4));
  }
}
