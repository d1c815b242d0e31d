package dev.transferjob.trainer.technique;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.Formula;
import dev.transferjob.trainer.model.ReferenceData;
import dev.transferjob.trainer.train.FeatureExamples;
import dev.transferjob.trainer.train.FeatureRows;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureScoreTest {
  private final Torch torch = Torch.start(1);

  @ParameterizedTest
  @CsvSource({"0, score_a", "1, score_b", "2, score_c"})
  void agreesWithTheReference(int index, String name) {
    // Given
    JsonNode reference =
        ReferenceData.json("reference/transferability.json").at("/cases").get(index);
    int width = reference.get("d").asInt();
    int classes = reference.get("classes").asInt();
    var labels = new int[reference.get("n").asInt()];
    float[] features = Formula.tensor(name, new Shape(labels.length, width), u -> u).values();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % classes;
      features[i * width + labels[i]] += 1;
    }

    // When
    double value;
    try (var score = new FeatureScore(torch)) {
      var examples = new FeatureExamples(List.of(rows(features, width)), labels, name, torch);
      value = score.of(examples, classes);
    }

    // Then
    assertThat(features[1])
        .isCloseTo((float) reference.at("/first_row/1").asDouble(), within(1e-6f));
    assertThat(value).isCloseTo(reference.at("/log_me/value").asDouble(), within(1e-6));
  }

  private static FeatureRows rows(float[] values, int width) {
    return new FeatureRows() {
      @Override
      public int width() {
        return width;
      }

      @Override
      public void copy(int row, ByteBuffer target) {
        for (int i = 0; i < width; i++) {
          target.putFloat(values[row * width + i]);
        }
      }
    };
  }
}
