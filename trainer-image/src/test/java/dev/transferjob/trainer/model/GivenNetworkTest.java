package dev.transferjob.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.transferjob.api.HeadSource;
import dev.transferjob.trainer.engine.Initializer;
import dev.transferjob.trainer.engine.ScriptArchive;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.engine.TorchModule;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks from elsewhere are tried, trained and exported, or refused by what they cannot do. */
class GivenNetworkTest {
  private static final int SIZE = 16;
  private static final String FEATURES =
      """
      def features(self, x: Tensor) -> Tensor:
        x = torch.relu(torch.conv2d(x, self.filter, None, [2, 2], [1, 1], [1, 1], 1))
        return torch.mean(x, [2, 3])
      """;
  private static final String FORWARD =
      """
      def forward(self, x: Tensor) -> Tensor:
        return torch.linear(self.features(x), self.head, None)
      """;
  private static final String PREPROCESS =
      """
      def preprocess(self, images: Tensor) -> Tensor:
        return torch.div(torch.to(torch.permute(images, [0, 3, 1, 2]), 6), 255)
      """;

  private final Torch torch = TorchForTests.torch();
  private final NetworkLoader loader = new NetworkLoader(torch);
  @TempDir private Path folder;

  @Test
  void learnsUnderANewHeadAndIsExportedWithIt() throws Exception {
    // Given
    GivenModel model = tried(saved(FEATURES + FORWARD), HeadSource.New);
    Path exported = folder.resolve("exported.pt");
    float[] logits;
    try (Network network = loader.given(model, 3, PREPROCESS, 1);
        CrossEntropy loss = new CrossEntropy(torch, 0);
        Optimizer sgd =
            new Optimizer(
                torch,
                new UpdateRule.Sgd(0.9),
                List.of(new ParameterGroup(network.parameters(), 1, 0)));
        NDManager scope = network.newScope()) {
      NDArray images = images(scope);
      float[] filter = network.copyState().get("backbone.filter").values();

      // When
      float first = step(network, loss, sgd, images);
      float last = first;
      for (int i = 0; i < 20; i++) {
        last = step(network, loss, sgd, images);
      }
      try (OutputStream out = Files.newOutputStream(exported)) {
        network.export().torchScript(PREPROCESS, out);
      }
      logits = network.evaluate(images).toFloatArray();

      // Then
      assertThat(network.featureCount()).isEqualTo(8);
      assertThat(network.units()).extracting(Unit::name).containsExactly("backbone");
      assertThat(last).isLessThan(first);
      assertThat(network.copyState().get("backbone.filter").values()).isNotEqualTo(filter);
      assertThat(network.evaluateHead(network.features(images)).toFloatArray()).isEqualTo(logits);
    }
    assertThat(predicted(exported, false)).isEqualTo(logits);
    assertThat(predicted(exported, true)).hasSize(12);
  }

  @Test
  void keepsItsOwnHead() throws IOException {
    // Given
    Path file = saved(FORWARD + FEATURES);
    GivenModel model = tried(file, HeadSource.Pretrained);

    // When, Then
    try (Network network = loader.given(model, 2, PREPROCESS, 1);
        TorchModule itself = torch.load(file);
        NDManager scope = network.newScope()) {
      assertThat(network.evaluate(images(scope)).toFloatArray())
          .isEqualTo(itself.infer(scope, "forward", images(scope)).toFloatArray());
    }
    assertThatThrownBy(() -> loader.given(model, 5, PREPROCESS, 1))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContainingAll("2 classes", "5 classes", "spec.model.head.source");
  }

  @Test
  void goesInASecondTime() throws IOException {
    // Given
    GivenModel model = tried(saved(FEATURES + FORWARD), HeadSource.New);
    Path exported = folder.resolve("exported.pt");
    float[] expected;
    try (Network network = loader.given(model, 3, PREPROCESS, 1);
        NDManager scope = network.newScope();
        OutputStream out = Files.newOutputStream(exported)) {
      network.export().torchScript(PREPROCESS, out);
      expected = network.evaluate(images(scope)).toFloatArray();
    }

    // When
    GivenModel again = tried(exported, HeadSource.Pretrained);

    // Then
    try (Network network = loader.given(again, 3, PREPROCESS, 1);
        NDManager scope = network.newScope()) {
      assertThat(network.evaluate(images(scope)).toFloatArray()).isEqualTo(expected);
    }
  }

  @Test
  void saysWhatAFileLacks() throws IOException {
    // Given
    Path headless = saved(FORWARD.replace("self.features(x)", "torch.mean(x, [2, 3])[:, :1]"));
    Path flat =
        saved("def features(self, x: Tensor) -> Tensor:\n  return torch.conv2d(x, self.filter)\n");
    Path detached = saved(FEATURES.replace("torch.mean(x", "torch.mean(torch.detach(x)"));
    Path infinite =
        saved(FEATURES.replace("torch.mean(x, [2, 3])", "torch.div(torch.mean(x, [2, 3]), 0)"));
    Path text = Files.writeString(folder.resolve("net.py"), "class Net");
    Path weights = ReferenceData.file("models/efficientnet-lite0.pth");

    // When, Then
    refuses(headless, "features", "torch.jit.export", "model.head.source: Pretrained");
    refuses(flat, "its features gives float32 of shape (2, 8, 14, 14)");
    refuses(detached, "no gradient comes through its features");
    refuses(infinite, "its features gives", "for ordinary images");
    refuses(text, "net.py is not a TorchScript archive", "torch.jit.save");
    refuses(weights, "is not a TorchScript archive");
    refuses(folder.resolve("absent"), "absent is not a file", "spec.model.weights.uri");
  }

  private void refuses(Path file, String... words) {
    assertThatThrownBy(() -> tried(file, HeadSource.New))
        .isInstanceOf(ModelInvalidException.class)
        .hasMessageContainingAll(words)
        .hasMessageContaining(file.toString());
  }

  private GivenModel tried(Path file, HeadSource head) {
    return GivenModel.tried(torch, file, SIZE, head, true);
  }

  private Path saved(String methods) throws IOException {
    ScriptModule module =
        new ScriptModule("Net")
            .parameter("filter", Initializer.kaimingFanOut(1), 8, 3, 3, 3)
            .parameter("head", Initializer.uniformFanIn(8), 2, 8)
            .methods(methods);
    Path file = Files.createTempFile(folder, "net", ".pt");
    try (OutputStream out = Files.newOutputStream(file)) {
      ScriptArchive.write(
          module,
          name ->
              Formula.weight(
                  name, name.equals("head") ? new Shape(2, 8) : new Shape(8, 3, 3, 3), 1),
          out);
    }
    return file;
  }

  private static float step(Network network, CrossEntropy loss, Optimizer sgd, NDArray images) {
    try (NDManager scope = network.newScope()) {
      NDArray value = loss.mean(network.forward(images), network.labels(scope, 0, 1, 2, 0));
      sgd.backward(value);
      sgd.step(0.1, Double.POSITIVE_INFINITY);
      return value.getFloat();
    }
  }

  private float[] predicted(Path file, boolean isDecoded) throws Exception {
    Criteria<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optEngine("PyTorch")
            .optModelPath(file)
            .build();
    try (ZooModel<NDList, NDList> model = criteria.loadModel();
        Predictor<NDList, NDList> predictor = model.newPredictor();
        NDManager scope = torch.newScope()) {
      NDArray images =
          isDecoded ? scope.zeros(new Shape(4, SIZE, SIZE, 3), DataType.UINT8) : images(scope);
      return predictor.predict(new NDList(images)).singletonOrThrow().toFloatArray();
    }
  }

  private static NDArray images(NDManager scope) {
    Shape shape = new Shape(4, 3, SIZE, SIZE);
    return scope.create(Formula.tensor("images", shape, u -> u).values(), shape);
  }
}
