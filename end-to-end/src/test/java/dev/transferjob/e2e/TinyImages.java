package dev.transferjob.e2e;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Image folders of noise whose brightness tells the class. */
final class TinyImages {
  private TinyImages() {}

  static void write(Path folder, int classes, int each) throws IOException {
    var random = new Random(0);
    for (int label = 0; label < classes; label++) {
      var target = Files.createDirectories(folder.resolve("class" + label));
      for (int i = 0; i < each; i++) {
        ImageIO.write(image(random, 60 * label + 30), "png", target.resolve(i + ".png").toFile());
      }
    }
  }

  private static BufferedImage image(Random random, int brightness) {
    var image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    for (int pixel = 0; pixel < 32 * 32; pixel++) {
      int value = brightness + random.nextInt(60);
      image.setRGB(pixel % 32, pixel / 32, value * 0x010101);
    }
    return image;
  }
}
