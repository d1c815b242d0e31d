package dev.transferjob.trainer.data;

import dev.transferjob.api.Augmentation;
import dev.transferjob.api.AugmentationType;
import dev.transferjob.api.Interpolation;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Small image folders whose classes differ in colour, with noise. */
public final class TestImages {
  private static final Color[] COLOURS = {Color.RED, Color.GREEN, Color.BLUE, Color.YELLOW};
  private static final int SIZE = 32;
  private static final List<Double> HALF = List.of(0.5, 0.5, 0.5);

  /** For networks that take these images as they are. */
  public static final Preprocessing PREPROCESSING =
      new Preprocessing(SIZE, SIZE, Interpolation.Bilinear, HALF, HALF);

  private TestImages() {}

  /** A folder of {@code classes} classes with {@code each} PNG images. */
  public static Path folder(Path root, int classes, int each, long seed) {
    for (int label = 0; label < classes; label++) {
      for (int i = 0; i < each; i++) {
        write(root.resolve("class-" + label).resolve(i + ".png"), label, seed * 1000 + i);
      }
    }
    return root;
  }

  /** One that augments so, with one thread. */
  public static ImageLoader loader(AugmentationType... types) {
    return new ImageLoader(PREPROCESSING, Stream.of(types).map(Augmentation::of).toList(), 1);
  }

  static void write(Path file, int label, long seed) {
    var random = new SplittableRandom(seed * 31 + label);
    var image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIZE * SIZE; i++) {
      Color colour = random.nextInt(4) == 0 ? COLOURS[label] : new Color(random.nextInt(1 << 24));
      image.setRGB(i % SIZE, i / SIZE, colour.getRGB());
    }
    try {
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
