package dev.transferjob.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.transferjob.api.Augmentation;
import dev.transferjob.api.AugmentationType;
import dev.transferjob.api.Interpolation;
import dev.transferjob.trainer.random.Shuffle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageLoaderTest {
  private static final List<Augmentation> ALL =
      Stream.of(AugmentationType.values()).map(Augmentation::of).toList();

  private static final int SIZE = 32;

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

  /** Nothing else changes these views, so what differs is what was erased. */
  @Test
  void erasesARectangleOfTheWantedAreaToTheMean() {
    // Given: area from 10 to 30 % of the image, sides of at most 2 to 1
    var erasing = erasing("1");
    float[][] whole = values(List.of(), 0);
    var places = new HashSet<Box>();

    for (int epoch = 0; epoch < 5; epoch++) {
      // When
      float[][] erased = values(List.of(erasing), epoch);

      // Then
      for (int i = 0; i < whole.length; i++) {
        Box box = Box.around(whole[i], erased[i]);
        assertThat(box.area()).isBetween(0.08 * SIZE * SIZE, 0.33 * SIZE * SIZE);
        assertThat((double) box.width() / box.height()).isBetween(0.4, 2.5);
        for (int at = 0; at < whole[i].length; at++) {
          assertThat(erased[i][at]).isEqualTo(box.contains(at) ? 0 : whole[i][at]);
        }
        places.add(box);
      }
    }
    assertThat(places).hasSizeGreaterThan(40);
  }

  @Test
  void erasesNothingWhereThatIsNotLikely() {
    assertThat(values(List.of(erasing("0")), 3)).isDeepEqualTo(values(List.of(), 0));
  }

  private static Augmentation erasing(String probability) {
    return new Augmentation(
        AugmentationType.RandomErasing,
        probability,
        "0.1",
        "0.3",
        "0.5",
        "2",
        null,
        null,
        null,
        null,
        null);
  }

  /** Pixels of one channel, both ends included. */
  private record Box(int left, int top, int right, int bottom) {

    /** What differs; in all channels it must be the same. */
    static Box around(float[] one, float[] other) {
      int[] differing = IntStream.range(0, one.length).filter(i -> one[i] != other[i]).toArray();
      return new Box(
          Arrays.stream(differing).map(i -> i % SIZE).min().orElseThrow(),
          Arrays.stream(differing).map(i -> i / SIZE % SIZE).min().orElseThrow(),
          Arrays.stream(differing).map(i -> i % SIZE).max().orElseThrow(),
          Arrays.stream(differing).map(i -> i / SIZE % SIZE).max().orElseThrow());
    }

    int width() {
      return right - left + 1;
    }

    int height() {
      return bottom - top + 1;
    }

    double area() {
      return (double) width() * height();
    }

    boolean contains(int at) {
      int x = at % SIZE;
      int y = at / SIZE % SIZE;
      return x >= left && x <= right && y >= top && y <= bottom;
    }
  }

  /** Each sample's three channels, one behind the other. */
  private float[][] values(List<Augmentation> augmentation, int epoch) {
    try (var loader = loader(augmentation);
        var batches = loader.training(data, Shuffle.inOrder(data.size(), data.size()), 7, epoch)) {
      var pixels = batches.next().pixels().asFloatBuffer();
      float[][] values = new float[data.size()][3 * SIZE * SIZE];
      for (float[] sample : values) {
        pixels.get(sample);
      }
      return values;
    }
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
