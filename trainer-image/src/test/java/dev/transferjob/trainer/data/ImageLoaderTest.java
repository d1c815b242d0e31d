package dev.transferjob.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.transferjob.api.Augmentation;
import dev.transferjob.api.AugmentationType;
import dev.transferjob.api.Interpolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageLoaderTest {
  private static final List<Augmentation> ALL =
      Stream.of(AugmentationType.values()).map(Augmentation::of).toList();

  @TempDir Path root;
  private Dataset data;

  @BeforeEach
  void makeImages() {
    data = new ImageFolder("data.train", TestImages.folder(root, 2, 5, 1)).read();
  }

  @Test
  void normalisesInChannelOrder() {
    // Given
    try (var loader = loader(List.of());
        var batches = loader.evaluation(data, Shuffle.inOrder(data.size(), 4))) {

      // When
      ImageBatch batch = batches.next();

      // Then
      Pixels pixels = ImageDecoder.decode(data.samples().getFirst().file());
      float red = ((pixels.rgb()[0] & 0xFF) / 255f - 0.5f) / 0.25f;
      float green = ((pixels.rgb()[1] & 0xFF) / 255f - 0.5f) / 0.25f;
      assertThat(batch.size()).isEqualTo(4);
      assertThat(batch.pixels().remaining()).isEqualTo(4 * 3 * 32 * 32 * Float.BYTES);
      assertThat(batch.pixels().getFloat(0)).isEqualTo(red);
      assertThat(batch.pixels().getFloat(32 * 32 * Float.BYTES)).isEqualTo(green);
    }
  }

  @Test
  void aViewDependsOnSeedEpochAndSampleButNotOnOrderOrThreads() {
    // Given
    List<int[]> forward = Shuffle.epoch(data.size(), 3, 0, 0);
    List<int[]> other = Shuffle.epoch(data.size(), 4, 9, 5);

    // When
    Map<Integer, Integer> views = views(1, forward, 7, 2);
    Map<Integer, Integer> again = views(3, other, 7, 2);

    // Then
    assertThat(again).isEqualTo(views);
    assertThat(views(3, other, 7, 3)).isNotEqualTo(views);
    assertThat(views(3, other, 8, 2)).isNotEqualTo(views);
  }

  @Test
  void aCorruptImageFailsTheBatchByName() throws IOException {
    // Given
    Files.writeString(data.samples().get(3).file(), "broken");
    try (var loader = loader(List.of());
        var batches = loader.evaluation(data, Shuffle.inOrder(data.size(), 10))) {

      // When / Then
      assertThatThrownBy(batches::next).hasMessageContaining("3.png");
    }
  }

  private Map<Integer, Integer> views(int threads, List<int[]> plan, long seed, int epoch) {
    var hashes = new HashMap<Integer, Integer>();
    try (var loader = new ImageLoader(preprocessing(), ALL, threads);
        var batches = loader.training(data, plan, seed, epoch)) {
      while (batches.hasNext()) {
        ImageBatch batch = batches.next();
        int bytes = batch.pixels().remaining() / batch.size();
        for (int i = 0; i < batch.size(); i++) {
          hashes.put(batch.samples()[i], batch.pixels().slice(i * bytes, bytes).hashCode());
        }
      }
    }
    return hashes;
  }

  private static ImageLoader loader(List<Augmentation> augmentation) {
    return new ImageLoader(preprocessing(), augmentation, 2);
  }

  private static Preprocessing preprocessing() {
    return new Preprocessing(
        32, 32, Interpolation.Bilinear, List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));
  }
}
