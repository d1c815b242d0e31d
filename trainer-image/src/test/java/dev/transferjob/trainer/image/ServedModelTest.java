package dev.transferjob.trainer.image;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import dev.transferjob.api.Architecture;
import dev.transferjob.api.Head;
import dev.transferjob.api.HeadSource;
import dev.transferjob.api.HeadType;
import dev.transferjob.api.Interpolation;
import dev.transferjob.trainer.data.Dataset;
import dev.transferjob.trainer.data.ImageBatch;
import dev.transferjob.trainer.data.ImageBatches;
import dev.transferjob.trainer.data.ImageFolder;
import dev.transferjob.trainer.data.ImageLoader;
import dev.transferjob.trainer.data.Preprocessing;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkLoader;
import dev.transferjob.trainer.model.ReferenceData;
import dev.transferjob.trainer.model.TorchForTests;
import dev.transferjob.trainer.model.WeightSource;
import dev.transferjob.trainer.random.Shuffle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever loads the folder sees what the trainer saw, on photos of all sizes. */
class ServedModelTest {
  private static final int CLASSES = 1000;
  private static final List<Double> HALF = List.of(0.498, 0.498, 0.498);

  @TempDir private Path root;

  @ParameterizedTest
  @EnumSource(Interpolation.class)
  void theFolderNamesTheClassesThatTheTrainerNames(Interpolation interpolation) throws Exception {
    // Given
    var preprocessing = new Preprocessing(224, 256, interpolation, HALF, HALF);
    Dataset photos = photos();
    List<float[]> expected;
    Path folder = Files.createDirectory(root.resolve("made"));
    try (Network network = network();
        var loader = new ImageLoader(preprocessing, List.of(), 2)) {
      expected = logits(network, loader, photos);
      export(network, preprocessing, folder);
    }
    Path moved = Files.move(folder, root.resolve("moved and renamed"));

    // When
    int same = 0;
    double furthest = 0;
    var criteria =
        Criteria.builder().setTypes(Image.class, Classifications.class).optModelPath(moved).build();
    try (var model = criteria.loadModel();
        var predictor = model.newPredictor()) {
      for (int i = 0; i < photos.size(); i++) {
        Path file = photos.samples().get(i).file();
        var found = predictor.predict(ImageFactory.getInstance().fromFile(file));
        int label = largest(expected.get(i));
        same += found.best().getClassName().equals("class " + label) ? 1 : 0;
        double probability = probability(expected.get(i), label);
        furthest =
            Math.max(
                furthest, Math.abs(found.get("class " + label).getProbability() - probability));
      }
    }

    // Then
    System.out.printf(
        "%s: %d of %d photos get the trainer's class; probabilities differ by at most %.2e%n",
        interpolation, same, photos.size(), furthest);
    assertThat((double) same / photos.size()).isGreaterThanOrEqualTo(0.995);
    // A tie between two levels may fall otherwise than in Pillow's fixed-point arithmetic.
    assertThat(furthest).isLessThan(0.02);
  }

  @Test
  void normalisedImagesGiveTheTrainersLogits() throws Exception {
    // Given
    var preprocessing = new Preprocessing(224, 256, Interpolation.Bilinear, HALF, HALF);
    Path folder = Files.createDirectory(root.resolve("made"));
    var criteria =
        Criteria.builder().setTypes(NDList.class, NDList.class).optModelPath(folder).build();
    try (Network network = network();
        NDManager scope = network.newScope()) {
      export(network, preprocessing, folder);
      NDArray images = scope.randomUniform(-1, 1, new Shape(2, 3, 224, 224));

      // When
      try (var model = criteria.loadModel();
          var predictor = model.newPredictor()) {
        NDArray found = predictor.predict(new NDList(images)).singletonOrThrow();

        // Then
        NDArray distance = found.sub(network.evaluate(images)).abs().max();
        assertThat(distance.getFloat()).isLessThan(1e-5f);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(HeadType.class)
  void everyFormOfHeadGivesTheTrainersLogits(HeadType type) throws Exception {
    // Given
    var head = new Head(type, null, null, null, 5);
    var preprocessing = new Preprocessing(32, 32, Interpolation.Bilinear, HALF, HALF);
    Path folder = Files.createDirectory(root.resolve("made"));
    var criteria =
        Criteria.builder().setTypes(NDList.class, NDList.class).optModelPath(folder).build();
    try (Network network =
            new NetworkLoader(TorchForTests.torch(), head, 40)
                .fromScratch(Architecture.CifarResNet8, 3, 1);
        NDManager scope = network.newScope()) {
      fill(network);
      export(network, preprocessing, folder);
      NDArray images = scope.randomUniform(-1, 1, new Shape(7, 3, 32, 32));

      // When
      try (var model = criteria.loadModel();
          var predictor = model.newPredictor()) {
        NDArray found = predictor.predict(new NDList(images)).singletonOrThrow();

        // Then
        NDArray logits = network.evaluate(images);
        assertThat(logits.max().sub(logits.min()).getFloat()).isGreaterThan(1e-4f);
        assertThat(found.sub(logits).abs().max().getFloat()).isLessThan(1e-5f);
      }
    }
  }

  /** A head as if it had been trained; neighbours start as zeros. */
  private static void fill(Network network) {
    var random = new SplittableRandom(3);
    var state = network.copyState();
    state.forEach(
        (name, tensor) -> {
          if (network.inHead(name)) {
            for (int i = 0; i < tensor.values().length; i++) {
              tensor.values()[i] = (float) random.nextDouble();
            }
          }
        });
    network.restore(state);
  }

  private static Network network() {
    Path weights = ReferenceData.file("models/efficientnet-lite0.safetensors");
    return new NetworkLoader(TorchForTests.torch())
        .pretrained(
            Architecture.EfficientNetLite0,
            CLASSES,
            WeightSource.at(weights).read(),
            HeadSource.Pretrained,
            0);
  }

  private static void export(Network network, Preprocessing preprocessing, Path folder)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("model.pt"))) {
      network.export().torchScript(new PreprocessingScript(preprocessing).text(), out);
    }
    Files.writeString(folder.resolve("serving.properties"), ServingProperties.TEXT);
    Files.writeString(
        folder.resolve("synset.txt"),
        IntStream.range(0, CLASSES)
            .mapToObj(i -> "class " + i + "\n")
            .collect(Collectors.joining()));
  }

  private static List<float[]> logits(Network network, ImageLoader loader, Dataset photos) {
    List<float[]> logits = new ArrayList<>();
    try (ImageBatches batches = loader.evaluation(photos, Shuffle.inOrder(photos.size(), 17))) {
      while (batches.hasNext()) {
        ImageBatch batch = batches.next();
        try (NDManager scope = network.newScope()) {
          NDArray images = network.images(scope, batch.pixels(), batch.size(), loader.size());
          float[] all = network.evaluate(images).toFloatArray();
          for (int i = 0; i < batch.size(); i++) {
            logits.add(Arrays.copyOfRange(all, i * CLASSES, (i + 1) * CLASSES));
          }
        }
      }
    }
    return logits;
  }

  private static int largest(float[] values) {
    return Collections.max(
        IntStream.range(0, values.length).boxed().toList(),
        (a, b) -> Float.compare(values[a], values[b]));
  }

  private static double probability(float[] logits, int label) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - logits[label]);
    }
    return 1 / sum;
  }

  private Dataset photos() throws IOException {
    Path archive = ReferenceData.file("hymenoptera.zip");
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().contains("/val/") && !entry.isDirectory()) {
          Path file = root.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, file);
          }
        }
      }
    }
    return new ImageFolder("photos", root.resolve("hymenoptera/val")).read();
  }
}
