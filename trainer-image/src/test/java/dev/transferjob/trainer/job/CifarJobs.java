package dev.transferjob.trainer.job;

import dev.transferjob.trainer.model.ReferenceData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Jobs of CIFAR-10 with ResNets that know it: few training images, 10,000 test images. */
final class CifarJobs {
  private static final int FEW = 50;
  private static final int VALIDATION = 20;

  private final Path root;

  /** Unpacks the images, or skips the test. */
  CifarJobs(Path root) throws IOException {
    this.root = root;
    ReferenceData.unpack("cifar10.zip", root.resolve("inputs/data"));
    Path train = root.resolve("inputs/data/cifar10/train");
    part(train, root.resolve("inputs/data/other"), 480, VALIDATION);
    for (int draw = 0; draw < 3; draw++) {
      part(train, root.resolve("inputs/data/few-" + draw), draw * FEW, FEW);
    }
  }

  /**
   * A job of ResNet-20.
   *
   * @param draw which 50 images of each class, from 0 to 2
   */
  TestJob resNet20(String name, String method, int draw) throws IOException {
    return new TestJob(root, name, method)
        .with("/model/architecture", "\"CifarResNet20\"")
        .weights(weights("resnet20-cifar10.safetensors"))
        .with("/data/train", "{\"uri\": \"pvc://data/few-%d\"}".formatted(draw))
        .with("/data/validation", "{\"uri\": \"pvc://data/other\"}")
        .with("/data/test", "{\"uri\": \"pvc://data/cifar10/test\"}");
  }

  /** A linear probe on the features. */
  TestJob probe(String name, int draw) throws IOException {
    return resNet20(name, "FeatureExtraction", draw)
        .with(
            "/training",
            "{\"epochs\": 40, \"optimizer\": {\"learningRate\": \"0.01\", \"weightDecay\": \"0.1\"}}");
  }

  /** All layers, as PyTorch's figure was made, beside the same from random weights. */
  TestJob fineTuned(String name, int draw) throws IOException {
    return resNet20(name, "FineTuning", draw)
        .with(
            "/training",
            """
            {"epochs": 10, "batchSize": 32, "learningRateSchedule": {"type": "Constant"},
             "optimizer": {"name": "SGD", "learningRate": "0.01", "weightDecay": "0.0001"}}
            """)
        .with(
            "/fineTuning",
            """
            {"headWarmupEpochs": 0, "backboneLearningRateMultiplier": "1", "freezeBatchNorm": false}
            """)
        .with("/baseline", "{\"fromScratch\": {}}");
  }

  /** Weights in the claim {@code weights}. */
  Path weights(String name) throws IOException {
    return ReferenceData.weights(name, root.resolve("inputs/weights"));
  }

  /** Links {@code count} images of each class from {@code first} on. */
  private static void part(Path from, Path to, int first, int count) throws IOException {
    try (Stream<Path> classes = Files.list(from)) {
      for (Path folder : classes.toList()) {
        Path target = Files.createDirectories(to.resolve(folder.getFileName()));
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.sorted().skip(first).limit(count).toList()) {
            Files.createLink(target.resolve(file.getFileName()), file);
          }
        }
      }
    }
  }
}
