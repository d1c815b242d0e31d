package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.transferjob.protocol.Adaptation;
import dev.transferjob.protocol.Metric;
import dev.transferjob.protocol.Result;
import dev.transferjob.trainer.Sha256;
import dev.transferjob.trainer.data.TestImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole jobs that adapt a small network to images of another look. */
class DomainAdaptationJobTest {
  private static final int CLASSES = 4;

  @TempDir Path root;
  private Path target;

  @BeforeEach
  void makeData() throws IOException {
    TestImages.folder(root.resolve("inputs/data/train"), CLASSES, 24, 1);
    TestImages.folder(root.resolve("inputs/data/val"), CLASSES, 8, 2);
    target = TestImages.folder(root.resolve("inputs/data/target"), CLASSES, 12, 3);
    for (Path file : files(target)) {
      ImageIO.write(darker(ImageIO.read(file.toFile())), "png", file.toFile());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DANN", "CDAN", "MMD", "CORAL", "MCC"})
  void tellsHowTheDomainsCameTogether(String algorithm) throws IOException {
    // Given
    TestJob job =
        job("adapt", "target")
            .with("/domainAdaptation/algorithm", "\"" + algorithm + "\"")
            .with("/domainAdaptation/validator", "\"SND\"");

    // When
    int code = job.run();

    // Then
    assertThat(code).isZero();
    Result result = job.end().result();
    Adaptation adaptation = result.adaptation();
    assertThat(adaptation.algorithm()).isEqualTo(algorithm);
    assertThat(adaptation.validator()).isEqualTo("SND");
    assertThat(adaptation.gapBefore()).isBetween(0.0, 2.0);
    assertThat(adaptation.gapAfter()).isBetween(0.0, 2.0);
    assertThat(adaptation.sourceAccuracy()).isBetween(0.0, 1.0);
    assertThat(result.split()).isEqualTo("target");
    assertThat(value(result.metrics(), "accuracy")).isEqualTo(adaptation.targetAccuracy());
    assertThat(job.end().progress().best().metric()).isEqualTo("snd");
    assertThat(job.end().progress().percentage()).isEqualTo(100);
    assertThat(Files.readString(job.output().resolve("metrics.jsonl")))
        .contains("\"snd\"", "\"domainGap\"", "\"targetAccuracy\"")
        .matches(
            told ->
                told.contains("discriminatorAccuracy")
                    == List.of("DANN", "CDAN").contains(algorithm));
    assertThat(Files.readString(job.output().resolve("report.html"))).contains("SND");
  }

  @Test
  void labelsOfTheTargetHaveNoInfluence() throws IOException {
    // Given the same images in their folders, in others' folders, and in none
    TestJob labelled = job("labelled", "target");
    Path shuffled = root.resolve("inputs/data/shuffled");
    Path flat = root.resolve("inputs/data/flat");
    List<Path> files = files(target);
    for (int i = 0; i < files.size(); i++) {
      copy(files.get(i), shuffled.resolve("class-" + i * 7 % CLASSES).resolve(i + ".png"));
      copy(files.get(i), flat.resolve(files.size() - i + ".png"));
    }
    TestJob misled = job("misled", "shuffled");
    TestJob unlabelled = job("unlabelled", "flat");

    // When
    for (TestJob job : List.of(labelled, misled, unlabelled)) {
      assertThat(job.run()).isZero();
    }

    // Then
    assertThat(weights(misled)).isEqualTo(weights(labelled)).isEqualTo(weights(unlabelled));
    assertThat(misled.end().result().adaptation().targetAccuracy())
        .isNotEqualTo(labelled.end().result().adaptation().targetAccuracy());
    assertThat(unlabelled.end().result().adaptation().targetAccuracy()).isNull();
    assertThat(unlabelled.end().result().split()).isEqualTo("validation");
  }

  @Test
  void theSourceAloneIsTheBaseline() throws IOException {
    // Given
    TestJob job = job("compared", "target").with("/baseline", "{\"sourceOnly\": {}}");

    // When
    int code = job.run();

    // Then
    assertThat(code).isZero();
    Result result = job.end().result();
    List<Metric> alone = result.baseline().metrics();
    assertThat(alone)
        .extracting(Metric::name)
        .contains("accuracy", "domainGap", "accuracyWithoutReestimation");
    assertThat(result.gain().getFirst().value())
        .isCloseTo(value(result.metrics(), "accuracy") - value(alone, "accuracy"), within(1e-9));
    assertThat(Files.readString(job.output().resolve("report.html")))
        .contains("Source only (target), BatchNorm as trained", "BatchNorm of the target");
  }

  @Test
  void preTrainedNetworkIsWarmedUpFirst() throws IOException {
    // Given
    TestJob base = new TestJob(root, "base", "FromScratch");
    assertThat(base.run()).isZero();
    TestJob job = job("tuned", "target").weights(base.asWeights()).with("/training/epochs", "1");

    // When
    int code = job.run();

    // Then
    assertThat(code).isZero();
    assertThat(Files.readString(job.output().resolve("metrics.jsonl"))).contains("HeadWarmup");
  }

  @Test
  void collapseIsSaidEverywhere() throws IOException {
    // Given a target without anything to see
    Path blank = root.resolve("inputs/data/blank");
    Files.createDirectories(blank);
    for (int i = 0; i < 20; i++) {
      var image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
      image.setRGB(i, i, 0x010101);
      ImageIO.write(image, "png", blank.resolve(i + ".png").toFile());
    }
    TestJob job = job("collapsed", "blank").with("/domainAdaptation/reestimateBatchNorm", "false");

    // When
    int code = job.run();

    // Then
    assertThat(code).isZero();
    assertThat(job.end().result().adaptation().collapse())
        .contains("have collapsed to 1.0 of 4", "do not use this model");
    assertThat(job.end().message()).contains("Warning: predictions on the target");
    assertThat(Files.readString(job.output().resolve("report.html"))).contains("have collapsed");
    assertThat(Files.readString(job.output().resolve("MODEL_CARD.md"))).contains("have collapsed");
  }

  private TestJob job(String name, String folder) throws IOException {
    return new TestJob(root, name, "DomainAdaptation")
        .with(
            "/domainAdaptation",
            """
            {"algorithm": "MMD", "target": {"uri": "pvc://data/%s"}}
            """
                .formatted(folder));
  }

  private static BufferedImage darker(BufferedImage image) {
    for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
      int x = i % image.getWidth();
      int y = i / image.getWidth();
      image.setRGB(x, y, image.getRGB(x, y) >> 1 & 0x7f7f7f);
    }
    return image;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
  }

  private static String weights(TestJob job) throws IOException {
    return Sha256.ofFile(job.output().resolve("model.safetensors"));
  }

  private static double value(List<Metric> metrics, String name) {
    return metrics.stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
