package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.transferjob.protocol.Candidate;
import dev.transferjob.protocol.Result;
import dev.transferjob.trainer.model.ReferenceData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Public data and public weights reach what PyTorch reaches with them. */
class RealDataTest {
  @TempDir Path root;

  /** PyTorch's linear probe: 0.9325, mean of three seeds. */
  @Test
  void antsAndBeesAreToldApartWithWeightsInEitherFormat() throws IOException {
    // Given
    Path photos = ReferenceData.unpack("hymenoptera.zip", root.resolve("inputs"));
    Files.move(photos.resolve("hymenoptera"), root.resolve("inputs/data"));
    TestJob safetensors = antsAndBees("safetensors", "efficientnet-lite0.safetensors");
    TestJob stateDict = antsAndBees("state-dict", "efficientnet-lite0.pth");

    // When
    safetensors.run();
    stateDict.run();

    // Then
    assertThat(safetensors.accuracy()).isGreaterThanOrEqualTo(0.92);
    assertThat(stateDict.end().result().metrics()).isEqualTo(safetensors.end().result().metrics());
  }

  /** PyTorch on these JPEG copies: 0.8103. */
  @Test
  void cifarIsToldApartUntouched() throws IOException {
    // Given
    TestJob untouched =
        new CifarJobs(root)
            .resNet20("untouched", "FeatureExtraction", 0)
            .with("/model/head", "{\"source\": \"Pretrained\"}")
            .with("/training/epochs", "0");

    // When
    untouched.run();

    // Then
    assertThat(untouched.end().result().samples()).isEqualTo(10_000);
    assertThat(TestJob.accuracy(untouched.end().result().untouched()))
        .isCloseTo(0.8103, within(0.002));
  }

  /** PyTorch's, over three draws of images: probe 0.808, fine-tuned 0.836, from scratch 0.284. */
  @Test
  void fewCifarImagesAreToldApartByEveryMethod() throws IOException {
    // Given
    var jobs = new CifarJobs(root);
    TestJob probe = jobs.probe("probe", 0);
    TestJob tuned = jobs.fineTuned("tuned", 0);

    // When
    probe.run();
    tuned.run();

    // Then
    Result result = tuned.end().result();
    System.out.printf(
        "CIFAR-10, 50 a class: probe %.4f, fine-tuned %.4f, from scratch %.4f%n",
        probe.accuracy(), tuned.accuracy(), TestJob.accuracy(result.baseline().metrics()));
    assertThat(probe.accuracy()).isGreaterThanOrEqualTo(0.798);
    assertThat(tuned.accuracy()).isGreaterThanOrEqualTo(0.826);
    assertThat(TestJob.accuracy(result.baseline().metrics())).isLessThan(probe.accuracy());
    assertThat(result.gain().getFirst().low()).isGreaterThan(0.3);
  }

  /** PyTorch's probes: ResNet-56 0.833, ResNet-20 0.808. */
  @Test
  void theBetterOfTwoNetworksIsChosenBeforeTraining() throws IOException {
    // Given
    var jobs = new CifarJobs(root);
    jobs.weights("resnet20-cifar10.safetensors");
    jobs.weights("resnet56-cifar10.safetensors");
    TestJob job =
        jobs.resNet20("candidates", "FeatureExtraction", 0)
            .with(
                "/model",
                """
                {"candidates": [
                  {"architecture": "CifarResNet20",
                   "weights": {"uri": "pvc://weights/resnet20-cifar10.safetensors"}},
                  {"architecture": "CifarResNet56",
                   "weights": {"uri": "pvc://weights/resnet56-cifar10.safetensors"}}]}
                """)
            .with("/data/test", "null")
            .with("/training/epochs", "1");

    // When
    int code = job.run();

    // Then
    assertThat(code).isZero();
    assertThat(job.end().result().candidates())
        .extracting(Candidate::architecture)
        .containsExactly("CifarResNet56", "CifarResNet20");
    assertThat(job.output().resolve("report.html")).content().contains("Why this network");
    System.out.println("LogME: " + job.end().result().candidates());
  }

  private TestJob antsAndBees(String name, String weights) throws IOException {
    return new TestJob(root, name, "FeatureExtraction")
        .with("/model/architecture", "\"EfficientNetLite0\"")
        .weights(ReferenceData.weights(weights, root.resolve("inputs/weights")))
        .with("/training", "{\"epochs\": 20}");
  }
}
