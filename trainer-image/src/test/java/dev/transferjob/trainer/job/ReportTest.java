package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.trainer.data.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reports of whole jobs: each technique's sections, in one file that needs nothing else. */
class ReportTest {
  private static final int LARGEST = 250_000;

  @TempDir static Path root;
  private static Path weights;
  private static String scratch;

  @BeforeAll
  static void makeDataAndWeights() throws IOException {
    TestImages.folder(root.resolve("inputs/data/train"), 4, 24, 1);
    TestImages.folder(root.resolve("inputs/data/val"), 4, 12, 2);
    TestImages.folder(root.resolve("inputs/data/target"), 4, 12, 3);
    TestJob base = new TestJob(root, "base", "FromScratch").with("/training/epochs", "1");
    scratch = report(base);
    weights = base.asWeights();
  }

  @Test
  void trainingFromScratchShowsWhatItConfused() {
    assertSelfContained(scratch);
    assertThat(scratch).contains("data:image/jpeg;base64,", "figcaption", ", not class-");
  }

  @Test
  void featureExtractionSaysThatOnlyTheHeadLearned() throws IOException {
    // When
    String html = report(new TestJob(root, "probe", "FeatureExtraction").weights(weights));

    // Then
    assertSelfContained(html);
    assertThat(html).contains("Only the head learned").doesNotContain("class=\"learns\"");
  }

  @Test
  void fineTuningShowsWhenEachPartLearnedAndTheGain() throws IOException {
    // When
    String html =
        report(
            new TestJob(root, "tuned", "FineTuning")
                .weights(weights)
                .with("/training/epochs", "3")
                .with(
                    "/fineTuning",
                    """
                    {"headWarmupEpochs": 1, "trainableLayers": {"mode": "HeadOnly"},
                     "unfreezeSchedule": [
                       {"atEpoch": 2, "trainableLayers": {"mode": "LastN", "lastN": 1}}]}
                    """)
                .with("/baseline", "{\"fromScratch\": {}}"));

    // Then
    assertSelfContained(html);
    assertThat(html).contains("class=\"learns\"", "What transfer gained", "The model is as ");
  }

  @Test
  void domainAdaptationShowsTheGapBeforeAndAfter() throws IOException {
    // When
    String html =
        report(
            new TestJob(root, "adapted", "DomainAdaptation")
                .weights(weights)
                .with(
                    "/domainAdaptation",
                    "{\"target\": {\"uri\": \"pvc://data/target\"}, \"algorithm\": \"MMD\"}"));

    // Then
    assertSelfContained(html);
    assertThat(html)
        .contains("Domain gap", "<td>Before</td>", "<td>This model</td>", "class=\"learns\"");
  }

  private static String report(TestJob job) throws IOException {
    assertThat(job.run()).isZero();
    return Files.readString(job.output().resolve("report.html"));
  }

  private static void assertSelfContained(String html) {
    assertThat(html.length()).isLessThan(LARGEST);
    assertThat(html)
        .contains(
            "Validation accuracy by epoch",
            "Training loss by epoch",
            "Learning rate and unfreezing",
            "What is taken for what",
            "Most confused images",
            "By class",
            "How it was made")
        .doesNotContain("${", "http:", "https:", "<script", "<link", "@import", "url(", "NaN")
        .doesNotContainPattern("src=\"(?!data:)")
        .doesNotContainPattern("href=");
  }
}
