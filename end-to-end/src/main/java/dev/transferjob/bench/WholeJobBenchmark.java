package dev.transferjob.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Feature extraction of ants and bees from the start of the process to the result, against the
 * usual PyTorch script: epoch by epoch as most people write it, and with its features cached. All
 * three take turns.
 */
final class WholeJobBenchmark implements Benchmark {
  private static final int ROUNDS = 3;
  private static final Pattern ACCURACY = Pattern.compile("accuracy ([0-9.]+) on");

  @Override
  public String name() {
    return "whole-job";
  }

  @Override
  public List<Figure> run() throws Exception {
    Optional<Path> data = DataSets.folder();
    Optional<Peer.Scripts> scripts = Peer.scripts();
    if (data.isEmpty()) {
      return List.of(Figure.skipped(name(), DataSets.ABSENT));
    }
    if (scripts.isEmpty()) {
      return List.of(Figure.skipped(name(), Peer.NO_SCRIPTS));
    }
    double[] ours = new double[ROUNDS];
    double[] usual = new double[ROUNDS];
    double[] cached = new double[ROUNDS];
    double[] accuracy = new double[ROUNDS];
    try (var photos = new Hymenoptera(data.get())) {
      for (int round = 0; round < ROUNDS; round++) {
        var job =
            photos.job("FeatureExtraction", "training: {epochs: 20, seed: %d}".formatted(round));
        ours[round] = job.seconds();
        accuracy[round] = accuracy(job);
        usual[round] = photos.peer(scripts.get(), "a").seconds();
        cached[round] = photos.peer(scripts.get(), "b").seconds();
      }
    }
    return List.of(
        figure("usual", "epoch by epoch", ours, usual, accuracy, "<= 0.35x"),
        figure("cached", "features cached", ours, cached, accuracy, "<= 0.9x"));
  }

  private Figure figure(
      String variant, String peer, double[] ours, double[] theirs, double[] accuracy, String goal) {
    var share = Ratio.ofRounds(ours, theirs);
    return Figure.against(
        "PyTorch script, " + peer,
        name() + "-" + variant,
        new Samples(ours).median(),
        "s",
        share.mean(),
        goal,
        "%s of its time; accuracy %.4f, median of %d"
            .formatted(share.interval(), new Samples(accuracy).median(), ROUNDS));
  }

  private static double accuracy(Measured job) {
    var found = ACCURACY.matcher(job.log());
    if (!found.find()) {
      throw new IllegalStateException("the log tells no accuracy: " + job.log());
    }
    return Double.parseDouble(found.group(1));
  }
}
