package dev.transferjob.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.transferjob.api.Architecture;
import dev.transferjob.trainer.engine.Torch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exported file is an ordinary TorchScript model. */
class NetworkExportTest {
  private static final String PREPROCESS =
      "def preprocess(self, images: Tensor) -> Tensor:\n  return images\n";

  private final Torch torch = TorchForTests.torch();
  @TempDir private Path folder;

  @Test
  void anyTorchScriptReaderComputesTheSame() throws Exception {
    // Given
    try (Network network = network();
        NDManager scope = network.newScope()) {
      NDArray images = images(scope);
      network.forward(images); // exported in evaluation mode all the same
      Path file = folder.resolve("network.pt");

      // When
      try (OutputStream out = Files.newOutputStream(file)) {
        network.export().torchScript(PREPROCESS, out);
      }

      // Then
      float[] expected = network.evaluate(images).toFloatArray();
      Criteria<NDList, NDList> criteria =
          Criteria.builder()
              .setTypes(NDList.class, NDList.class)
              .optEngine("PyTorch")
              .optModelPath(file)
              .build();
      try (ZooModel<NDList, NDList> model = criteria.loadModel();
          Predictor<NDList, NDList> predictor = model.newPredictor()) {
        NDList logits = predictor.predict(new NDList(images));
        assertThat(logits.singletonOrThrow().toFloatArray()).isEqualTo(expected);
      }
    }
  }

  @Test
  void theSameNetworkGivesTheSameBytes() throws IOException {
    // Given
    try (Network one = network();
        Network other = network()) {
      // When, Then
      assertThat(bytes(one)).isEqualTo(bytes(other));
    }
  }

  private Network network() {
    return new NetworkLoader(torch).fromScratch(Architecture.EfficientNetLite0, 3, 1);
  }

  private static NDArray images(NDManager scope) {
    Shape shape = new Shape(2, 3, 64, 64);
    return scope.create(Formula.tensor("images", shape, u -> u).values(), shape);
  }

  private static byte[] bytes(Network network) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    network.export().torchScript(PREPROCESS, out);
    return out.toByteArray();
  }
}
