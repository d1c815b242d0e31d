package dev.transferjob.trainer.image;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.transferjob.api.Architecture;
import dev.transferjob.api.Head;
import dev.transferjob.api.HeadType;
import dev.transferjob.api.Interpolation;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.trainer.data.Preprocessing;
import dev.transferjob.trainer.model.Architectures;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkLoader;
import dev.transferjob.trainer.model.TorchForTests;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** ONNX Runtime computes from the exported file what libtorch computes. */
class OnnxExportTest {
  private static final int CLASSES = 5;
  private static final List<Double> HALF = List.of(0.5, 0.5, 0.5);

  @TempDir private Path folder;

  /** All but the VGGs that differ in nothing but their depth, each of half a gigabyte. */
  @ParameterizedTest
  @EnumSource(
      value = Architecture.class,
      mode = Mode.EXCLUDE,
      names = {
        "VGG11",
        "VGG13",
        "VGG16",
        "VGG19",
        "VGG13BatchNorm",
        "VGG16BatchNorm",
        "VGG19BatchNorm",
        "TorchScript"
      })
  void computesTheSame(Architecture architecture) throws Exception {
    int size = Architectures.input(architecture).size();
    assertThat(distance(architecture, size)).isLessThan(1e-4);
  }

  /** Too large for every build; small images suffice, as pooling makes them alike. */
  @Tag("long")
  @ParameterizedTest
  @EnumSource(
      value = Architecture.class,
      names = {"VGG13", "VGG16", "VGG19", "VGG13BatchNorm", "VGG16BatchNorm", "VGG19BatchNorm"})
  void computesTheSameInEveryDepth(Architecture architecture) throws Exception {
    assertThat(distance(architecture, 64)).isLessThan(1e-4);
  }

  @Test
  void poolsAdaptivelyWhereTheSizeIsNotTheUsualOne() throws Exception {
    assertThat(distance(Architecture.VGG11, 96)).isLessThan(1e-4);
    assertThat(distance(Architecture.VGG11, 320)).isLessThan(1e-4);
  }

  @ParameterizedTest
  @EnumSource(value = HeadType.class)
  void knowsEveryFormOfHead(HeadType type) throws Exception {
    // Given
    var loader = new NetworkLoader(TorchForTests.torch(), head(type), 40);
    try (Network network = loader.fromScratch(Architecture.CifarResNet8, CLASSES, 3);
        NDManager scope = network.newScope()) {
      var state = network.copyState();
      for (String name : state.keySet()) {
        float[] values = state.get(name).values();
        for (int i = 0; i < values.length; i++) {
          if (name.equals("linear.bank")) {
            values[i] = (float) Math.sin(i);
          } else if (name.equals("linear.votes")) {
            values[i] = i % CLASSES == i / CLASSES % CLASSES ? 1 : 0;
          }
        }
      }
      network.restore(state);
      NDArray images = scope.randomUniform(-1, 1, new Shape(2, 3, 32, 32));

      // When, Then
      assertThat(run(network, images))
          .containsExactly(network.evaluate(images).toFloatArray(), Offset.offset(1e-5f));
    }
  }

  private static Head head(HeadType type) throws IOException {
    String json = "{\"type\": \"%s\"}".formatted(type);
    return ProtocolJson.mapper().readValue(json, Head.class);
  }

  @Test
  void saysHowImagesArePrepared() throws Exception {
    // Given
    try (Network network = network(Architecture.CifarResNet8);
        OrtSession session = exported(network, 32)) {
      // When
      Map<String, String> metadata = session.getMetadata().getCustomMetadata();

      // Then
      assertThat(metadata)
          .containsEntry("classes", "[\"a\",\"b\",\"c\",\"d\",\"e\"]")
          .containsEntry("size", "32")
          .containsEntry("resize", "36")
          .containsEntry("interpolation", "Bilinear, antialiased")
          .containsEntry("mean", "[0.5,0.5,0.5]")
          .containsEntry("std", "[0.5,0.5,0.5]");
      assertThat(session.getInputInfo()).containsOnlyKeys("images");
      assertThat(session.getOutputInfo()).containsOnlyKeys("logits");
    }
  }

  /** The largest difference of logits, relative to the largest logit. */
  private double distance(Architecture architecture, int size) throws IOException, OrtException {
    try (Network network = network(architecture);
        NDManager scope = network.newScope()) {
      NDArray images = scope.randomUniform(-1, 1, new Shape(2, 3, size, size));
      float[] expected = network.evaluate(images).toFloatArray();
      float[] found = run(network, images);
      double furthest = 0;
      double largest = 0;
      for (int i = 0; i < expected.length; i++) {
        furthest = Math.max(furthest, Math.abs(found[i] - expected[i]));
        largest = Math.max(largest, Math.abs(expected[i]));
      }
      System.out.printf("%s at %d px: %.1e%n", architecture, size, furthest / largest);
      return furthest / largest;
    }
  }

  private float[] run(Network network, NDArray images) throws IOException, OrtException {
    long[] shape = images.getShape().getShape();
    FloatBuffer pixels = FloatBuffer.wrap(images.toFloatArray());
    try (OrtSession session = exported(network, (int) shape[2]);
        OnnxTensor input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), pixels, shape);
        OrtSession.Result result = session.run(Map.of("images", input))) {
      assertThat(((OnnxTensor) result.get(0)).getInfo().getShape()).containsExactly(2, CLASSES);
      return ((OnnxTensor) result.get(0)).getFloatBuffer().array();
    }
  }

  private OrtSession exported(Network network, int size) throws IOException, OrtException {
    var preprocessing = new Preprocessing(size, size + 4, Interpolation.Bilinear, HALF, HALF);
    Path file = folder.resolve("model.onnx");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      new OnnxFile(network.export(), preprocessing, List.of("a", "b", "c", "d", "e")).write(out);
    }
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(2);
      return OrtEnvironment.getEnvironment().createSession(file.toString(), options);
    }
  }

  /** With statistics that are not what they start as. */
  private static Network network(Architecture architecture) {
    Network network =
        new NetworkLoader(TorchForTests.torch()).fromScratch(architecture, CLASSES, 3);
    var state = network.copyState();
    state.forEach(
        (name, tensor) -> {
          for (int i = 0; i < tensor.values().length; i++) {
            if (name.endsWith("running_var")) {
              tensor.values()[i] = 0.7f + 0.1f * (i % 7);
            } else if (name.endsWith("running_mean")) {
              tensor.values()[i] = 0.02f * (i % 5 - 2);
            }
          }
        });
    network.restore(state);
    return network;
  }
}
