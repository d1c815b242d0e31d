package dev.transferjob.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import dev.transferjob.api.Architecture;
import dev.transferjob.trainer.engine.ScriptTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every depth has the tensors that torchvision's list of layers gives it; 0 is a pooling. */
class VggTest {
  private static final int CLASSES = 10;

  @ParameterizedTest
  @CsvSource({
    "VGG11, 64 0 128 0 256 256 0 512 512 0 512 512 0",
    "VGG13, 64 64 0 128 128 0 256 256 0 512 512 0 512 512 0",
    "VGG16, 64 64 0 128 128 0 256 256 256 0 512 512 512 0 512 512 512 0",
    "VGG19, 64 64 0 128 128 0 256 256 256 256 0 512 512 512 512 0 512 512 512 512 0",
    "VGG11BatchNorm, 64 0 128 0 256 256 0 512 512 0 512 512 0",
    "VGG13BatchNorm, 64 64 0 128 128 0 256 256 0 512 512 0 512 512 0",
    "VGG16BatchNorm, 64 64 0 128 128 0 256 256 256 0 512 512 512 0 512 512 512 0",
    "VGG19BatchNorm, 64 64 0 128 128 0 256 256 256 256 0 512 512 512 512 0 512 512 512 512 0"
  })
  void hasTorchvisionsTensors(Architecture architecture, String layers) {
    // Given
    boolean isNormalized = architecture.name().endsWith("BatchNorm");

    // When
    var found = new LinkedHashMap<String, Shape>();
    for (ScriptTensor tensor : Architectures.plan(architecture, CLASSES).tensors()) {
      found.put(tensor.name(), tensor.shape());
    }

    // Then
    assertThat(found).containsExactlyInAnyOrderEntriesOf(expected(layers, isNormalized));
  }

  /** As torchvision's make_layers counts them: each module, also ReLU and pooling, has a number. */
  private static Map<String, Shape> expected(String layers, boolean isNormalized) {
    var tensors = new LinkedHashMap<String, Shape>();
    int place = 0;
    long in = 3;
    for (String layer : layers.split(" ", -1)) {
      long out = Long.parseLong(layer);
      if (out == 0) {
        place++;
        continue;
      }
      tensors.put("features.%d.weight".formatted(place), new Shape(out, in, 3, 3));
      tensors.put("features.%d.bias".formatted(place), new Shape(out));
      if (isNormalized) {
        place++;
        for (String name : List.of("weight", "bias", "running_mean", "running_var")) {
          tensors.put("features.%d.%s".formatted(place, name), new Shape(out));
        }
      }
      place += 2;
      in = out;
    }
    long[] widths = {in * 7 * 7, 4096, 4096, CLASSES};
    for (int i = 0; i < 3; i++) {
      String name = "classifier." + 3 * i;
      tensors.put(name + ".weight", new Shape(widths[i + 1], widths[i]));
      tensors.put(name + ".bias", new Shape(widths[i + 1]));
    }
    return tensors;
  }
}
