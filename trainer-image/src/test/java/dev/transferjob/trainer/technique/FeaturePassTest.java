package dev.transferjob.trainer.technique;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.ndarray.NDManager;
import dev.transferjob.api.Architecture;
import dev.transferjob.api.AugmentationType;
import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.StopSignal;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.data.ImageExamples;
import dev.transferjob.trainer.data.ImageFolder;
import dev.transferjob.trainer.data.ImageLoader;
import dev.transferjob.trainer.data.TestImages;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkLoader;
import dev.transferjob.trainer.model.TorchForTests;
import dev.transferjob.trainer.progress.ProgressSink;
import dev.transferjob.trainer.progress.ProgressTracker;
import dev.transferjob.trainer.random.Shuffle;
import dev.transferjob.trainer.train.Examples;
import dev.transferjob.trainer.train.FeatureExamples;
import dev.transferjob.trainer.train.TensorBatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each view of each sample goes through the network once, whatever comes after. */
class FeaturePassTest {
  private static final int SAMPLES = 12;
  private static final int VIEWS = 3;
  private static final long SEED = 5;

  @TempDir Path root;
  private final Torch torch = TorchForTests.torch();
  private final NDManager manager = torch.newScope();
  private final Network network =
      new NetworkLoader(torch).fromScratch(Architecture.CifarResNet8, 2, 1);
  private final ImageLoader loader = TestImages.loader(AugmentationType.RandomCrop);
  private Workshop workshop;
  private CountedImages images;

  @BeforeEach
  void makeImages() {
    var tracker = new ProgressTracker(1, ProgressSink.none(), System::nanoTime);
    workshop =
        new Workshop(
            torch,
            manager,
            tracker,
            new StopSignal(),
            root.resolve("features"),
            "key",
            5,
            Optional.empty());
    images = counted("digest");
  }

  @AfterEach
  void close() {
    loader.close();
    network.close();
    manager.close();
  }

  @Test
  void severalViewsAreDistinctAndEpochsComputeNoneAgain() throws IOException {
    // When
    FeatureExamples cached = pass().of(images, VIEWS);
    int computed = images.asked();
    for (int epoch = 0; epoch < 4; epoch++) {
      read(cached.training(Shuffle.epoch(SAMPLES, 4, SEED, epoch), SEED, epoch));
    }
    FeatureExamples retried = pass().of(images, VIEWS);

    // Then
    assertThat(computed).isEqualTo(VIEWS * SAMPLES);
    assertThat(images.asked()).as("after four epochs and a retry").isEqualTo(computed);
    assertThat(contents()).hasSize(VIEWS);
    assertThat(view(retried, 0)).isEqualTo(view(cached, 0)).isNotEqualTo(view(cached, 1));
  }

  @Test
  void otherSamplesAndOtherSeedsAreComputed() throws IOException {
    // Given
    pass().of(images);
    int once = images.asked();

    // When
    CountedImages others = counted("another digest");
    pass().of(others);
    pass().of(images, 2);
    new FeaturePass(workshop, network, SEED + 1).of(images, 2);

    // Then
    assertThat(once).isEqualTo(SAMPLES);
    assertThat(others.asked()).isEqualTo(SAMPLES);
    assertThat(images.asked()).isEqualTo(5 * SAMPLES);
  }

  @Test
  void tooLittleSpaceIsRefusedBeforeAnythingIsComputed() {
    // Given: 100,000 samples of 64 values are 24.4 MiB
    var many = new FeatureExamples(List.of(), new int[100_000], "never read", torch);
    long needed = 100_000L * 64 * Float.BYTES;
    var pass = new FeaturePass(workshop, network, SEED, () -> needed - 1);

    // When / Then
    assertThatExceptionOfType(TrainerException.class)
        .isThrownBy(() -> pass.of(many))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.OUTPUT_FAILED))
        .withMessageContainingAll(
            "the features take 24.4 MiB",
            workshop.features() + " has 24.4 MiB left",
            "featureExtraction.cacheFeatures");
    assertThatExceptionOfType(TrainerException.class)
        .isThrownBy(() -> new FeaturePass(workshop, network, SEED, () -> 3L << 20).of(many, 2))
        .withMessageContainingAll("take 48.8 MiB", "has 3.0 MiB left");
    assertThat(workshop.features()).doesNotExist();
  }

  @Test
  void onlyWhatIsStillToComputeNeedsSpace() {
    // Given
    long needed = (long) SAMPLES * network.featureCount() * Float.BYTES;
    new FeaturePass(workshop, network, SEED, () -> needed).of(images);

    // When
    FeatureExamples found = new FeaturePass(workshop, network, SEED, () -> 0).of(images);

    // Then
    assertThat(found.size()).isEqualTo(SAMPLES);
  }

  private FeaturePass pass() {
    return new FeaturePass(workshop, network, SEED);
  }

  private CountedImages counted(String digest) {
    Path folder = TestImages.folder(root.resolve(digest), 2, SAMPLES / 2, 1);
    return new CountedImages(
        new ImageExamples(new ImageFolder("data.train", folder).read(), digest, loader, torch));
  }

  /** What the files hold, each content once. */
  private Set<Integer> contents() throws IOException {
    var found = new HashSet<Integer>();
    try (Stream<Path> files = Files.walk(workshop.features())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        found.add(Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return found;
  }

  private float[] view(Examples examples, int number) {
    try (NDManager scope = torch.newScope();
        TensorBatches batches = examples.view(Shuffle.inOrder(SAMPLES, SAMPLES), SEED, number)) {
      return batches.next(scope).inputs().toFloatArray();
    }
  }

  private void read(TensorBatches batches) {
    try (batches;
        NDManager scope = torch.newScope()) {
      while (batches.hasNext()) {
        assertThat(batches.next(scope).size()).isPositive();
      }
    }
  }
}
