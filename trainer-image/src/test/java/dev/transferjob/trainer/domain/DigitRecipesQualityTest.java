package dev.transferjob.trainer.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.AdaptationAlgorithm;
import dev.transferjob.trainer.engine.Initializer;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.DigitNetworks;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.ReferenceData;
import dev.transferjob.trainer.model.TorchForTests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * MNIST to MNIST-M by other people's recipes, which are no jobs: the losses, optimizer and
 * BatchNorm statistics should reach what PyTorch's reach from the same initial weights and in the
 * same order, as {@code src/test/python/digits.py} prints it. Takes about fifteen minutes.
 */
@Tag("long")
class DigitRecipesQualityTest {
  private static final int SEEDS = 3;

  @TempDir Path root;

  private final Torch torch = TorchForTests.torch();

  @BeforeEach
  void makeData() throws IOException {
    ReferenceData.unpack("mnist.zip", root);
    ReferenceData.unpack("mnist-m.zip", root);
  }

  /** Ganin et al. 2016, 12 epochs; beside each method PyTorch's accuracies by seed. */
  @ParameterizedTest
  @CsvSource({
    "source only, 0.487, 0.489, 0.491",
    "DANN, 0.581, 0.451, 0.446",
    "target, 0.660, 0.689, 0.506",
  })
  void ganinsNetwork(String method, double first, double second, double third) {
    // Given
    DoubleUnaryOperator rate = done -> 0.01 / Math.pow(1 + 10 * done, 0.75);
    double[] accuracies = new double[SEEDS];

    // When
    try (var mnist = DigitDomain.centred(root.resolve("mnist"));
        var mnistM = DigitDomain.centred(root.resolve("mnist-m"))) {
      DigitDomain source = method.equals("target") ? mnistM : mnist;
      for (int seed = 0; seed < SEEDS; seed++) {
        Optional<DomainLoss> domain =
            method.equals("DANN") ? Optional.of(discriminator(768, 100, seed)) : Optional.empty();
        try (Network network = DigitNetworks.ganin(torch, seed);
            var training = new DigitTraining(torch, network, domain, new Ramp(1), 0)) {
          training.run(source, mnistM, 12, seed, rate);
          accuracies[seed] = mnistM.accuracy(network);
          if (domain.isPresent()) {
            assertLearns(training.discriminatorAccuracies());
          }
        }
      }
    }

    // Then
    System.out.printf("Ganin's network, %s: %s%n", method, Arrays.toString(accuracies));
    assertThat(mean(accuracies)).isGreaterThanOrEqualTo(mean(first, second, third) - 0.02);
  }

  /** From guessing it comes to tell the domains apart, and as the network hides them, does less. */
  private static void assertLearns(List<Double> accuracies) {
    System.out.println("Discriminator's accuracy by epoch: " + accuracies);
    double best = Collections.max(accuracies);
    assertThat(best).isGreaterThan(0.8).isGreaterThan(accuracies.getFirst() + 0.1);
    assertThat(accuracies.getLast()).isLessThan(best);
  }

  private static double mean(double... values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** A network with BatchNorm, 10 epochs; beside each method PyTorch's accuracies by seed. */
  @ParameterizedTest
  @CsvSource({
    "source only, 0, 0.330, 0.317, 0.298",
    "DANN, 0.1, 0.381, 0.416, 0.504",
    "CORAL, 100, 0.461, 0.504, 0.512",
    "MMD, 1, 0.558, 0.566, 0.597",
  })
  void aNetworkWithBatchNorm(
      String method, double weight, double first, double second, double third) {
    // Given
    DoubleUnaryOperator rate = DigitRecipesQualityTest::oneCycle;
    double[] accuracies = new double[SEEDS];
    double[] before = new double[SEEDS];

    // When
    try (var mnist = DigitDomain.scaled(root.resolve("mnist"));
        var mnistM = DigitDomain.scaled(root.resolve("mnist-m"))) {
      for (int seed = 0; seed < SEEDS; seed++) {
        try (Network network = DigitNetworks.fiveConvolutions(torch, seed);
            var training =
                new DigitTraining(torch, network, loss(method, seed), new Ramp(weight), 5e-4)) {
          network.batchStatistics(unit -> true);
          training.run(mnist, mnistM, 10, seed, rate);
          before[seed] = mnistM.accuracy(network);
          mnistM.reestimate(network);
          accuracies[seed] = mnistM.accuracy(network);
        }
      }
    }

    // Then
    System.out.printf(
        "With BatchNorm, %s: as trained %s, re-estimated %s%n",
        method, Arrays.toString(before), Arrays.toString(accuracies));
    assertThat(mean(accuracies)).isGreaterThanOrEqualTo(mean(first, second, third) - 0.03);
  }

  private Optional<DomainLoss> loss(String method, int seed) {
    return switch (method) {
      case "source only" -> Optional.empty();
      case "DANN" -> Optional.of(discriminator(128, 128, seed));
      default ->
          Optional.of(DomainLoss.of(torch, AdaptationAlgorithm.valueOf(method), 128, 10, seed));
    };
  }

  private DomainLoss discriminator(int width, int hidden, int seed) {
    var loss = DomainLoss.adversarial(torch, AdversarialScript.dann(width, hidden), seed);
    var random = new SplittableRandom(seed + 50);
    var weights = loss.copyState();
    for (String name : List.of("hidden_weight", "hidden_bias", "weight", "bias")) {
      int fanIn = name.startsWith("hidden") ? width : hidden;
      weights.computeIfPresent(
          "domain." + name,
          (_, old) ->
              new TensorData(
                  old.shape(), Initializer.uniformFanIn(fanIn).values(old.shape(), random)));
    }
    loss.restore(weights);
    return loss;
  }

  /** PyTorch's OneCycleLR with a peak of 0.05: 30 % of the steps up, then down to nothing. */
  private static double oneCycle(double done) {
    return done < 0.3 ? cosine(0.002, 0.05, done / 0.3) : cosine(0.05, 2e-7, (done - 0.3) / 0.7);
  }

  private static double cosine(double from, double to, double done) {
    return to + (from - to) * 0.5 * (1 + Math.cos(Math.PI * done));
  }
}
