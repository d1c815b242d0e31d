package dev.transferjob.e2e;

import dev.transferjob.api.TransferJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A fine-tuning on CIFAR-10 that is long enough to be interrupted, and often saved. */
final class LongJob {
  private LongJob() {}

  /** Puts what {@link #spec} reads among the inputs. */
  static void prepare(TestSpace workspace, Path folder) throws IOException {
    var cifar = TestData.unpack("cifar10.zip", folder.resolve("unpacked"));
    TestData.sample(cifar.resolve("cifar10/train"), workspace.inputs().resolve("few"), 0, 50);
    TestData.sample(cifar.resolve("cifar10/train"), workspace.inputs().resolve("val"), 50, 10);
    Files.copy(
        TestData.folder().resolve("models/resnet20-cifar10.safetensors"),
        workspace.inputs().resolve("resnet20.safetensors"));
  }

  /** Whether it has saved something and is far from both ends. */
  static boolean isInTheMiddle(TransferJob job) {
    var progress = job.getStatus().progress();
    return progress != null
        && job.getStatus().checkpoint() != null
        && job.getStatus().checkpoint().step() > 0
        && progress.percentage() >= 20
        && progress.percentage() <= 80;
  }

  static String spec(String name, int epochs) {
    return """
        task: ImageClassification
        method: FineTuning
        model:
          architecture: CifarResNet20
          weights: {uri: "pvc://inputs/resnet20.safetensors"}
        data:
          train: {uri: "pvc://inputs/few"}
          validation: {uri: "pvc://inputs/val"}
        imageClassification:
          augmentation: [{type: RandomCrop}, {type: HorizontalFlip}]
        training:
          epochs: %d
          optimizer: {name: SGD, learningRate: "0.01"}
        fineTuning: {freezeBatchNorm: false}
        checkpoint: {everySeconds: 2}
        output: {uri: "pvc://outputs/%s"}
        resources:
          requests: {cpu: "1"}
          limits: {cpu: "2", memory: 2Gi, nvidia.com/gpu: "1"}
        """
        .formatted(epochs, name);
  }
}
