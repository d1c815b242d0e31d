package dev.transferjob.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.transferjob.api.Architecture;
import dev.transferjob.api.HeadSource;
import dev.transferjob.trainer.engine.Torch;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Public weights, untouched, still tell classes apart. */
class PublicWeightsTest {
  private static final int IMAGES = 200;
  private static final int SIZE = 32;

  private final Torch torch = TorchForTests.torch();

  @Test
  void resNet20TellsCifarImagesApart() throws IOException {
    // Given
    WeightFile weights = WeightFile.read(ReferenceData.file("models/resnet20-cifar10.safetensors"));
    try (ZipFile zip = new ZipFile(ReferenceData.file("cifar10.zip").toFile());
        Network network =
            new NetworkLoader(torch)
                .pretrained(Architecture.CifarResNet20, 10, weights, HeadSource.Pretrained, 0);
        NDManager scope = network.newScope()) {
      List<String> all =
          zip.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.startsWith("cifar10/test/") && name.endsWith(".jpg"))
              .sorted()
              .toList();
      List<String> classes = all.stream().map(PublicWeightsTest::folder).distinct().toList();
      int step = all.size() / IMAGES;

      // When
      int right = 0;
      for (int i = 0; i < IMAGES; i++) {
        String name = all.get(i * step);
        NDArray image = network.images(scope, pixels(zip, name), 1, SIZE);
        long guess = network.evaluate(image).argMax().getLong();
        right += guess == classes.indexOf(folder(name)) ? 1 : 0;
      }

      // Then
      assertThat(classes).hasSize(10);
      assertThat(right / (double) IMAGES).isBetween(0.75, 0.90);
    }
  }

  private static String folder(String name) {
    return name.substring(name.indexOf("/test/") + 6, name.lastIndexOf('/'));
  }

  private static ByteBuffer pixels(ZipFile zip, String name) throws IOException {
    InputSpec input = Architectures.input(Architecture.CifarResNet20);
    ByteBuffer pixels =
        ByteBuffer.allocateDirect(4 * 3 * SIZE * SIZE).order(ByteOrder.nativeOrder());
    FloatBuffer values = pixels.asFloatBuffer();
    try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
      BufferedImage image = ImageIO.read(in);
      for (int channel = 0; channel < 3; channel++) {
        for (int i = 0; i < SIZE * SIZE; i++) {
          int level = image.getRGB(i % SIZE, i / SIZE) >> (16 - 8 * channel) & 0xFF;
          double value = (level / 255.0 - input.mean().get(channel)) / input.std().get(channel);
          values.put((float) value);
        }
      }
    }
    return pixels;
  }
}
