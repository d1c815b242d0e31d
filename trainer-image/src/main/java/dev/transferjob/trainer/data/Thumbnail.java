package dev.transferjob.trainer.data;

import dev.transferjob.api.Interpolation;
import dev.transferjob.trainer.TrainerException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A small JPEG of an image, of bounded size in pixels and bytes. */
public final class Thumbnail {
  /** The longer side's pixels; smaller images are not enlarged. */
  static final int SIDE = 112;

  /** The most bytes of one. */
  public static final int BYTES = 8 << 10;

  private static final float[] QUALITIES = {0.8f, 0.5f, 0.2f, 0.05f};

  private Thumbnail() {}

  /** Empty if the file cannot be read any more. */
  public static Optional<byte[]> of(Path file) {
    try {
      BufferedImage small = image(reduced(ImageDecoder.decode(file)));
      for (float quality : QUALITIES) {
        byte[] jpeg = jpeg(small, quality);
        if (jpeg.length <= BYTES) {
          return Optional.of(jpeg);
        }
      }
    } catch (IOException | TrainerException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Pixels reduced(Pixels image) {
    double scale = Math.min(1, (double) SIDE / Math.max(image.width(), image.height()));
    int width = Math.max(1, (int) Math.round(scale * image.width()));
    int height = Math.max(1, (int) Math.round(scale * image.height()));
    return new Resampler(Interpolation.Bilinear).resize(image, width, height);
  }

  private static BufferedImage image(Pixels pixels) {
    var image = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = pixels.rgb();
    for (int i = 0; i < rgb.length / 3; i++) {
      int colour =
          (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | (rgb[3 * i + 2] & 0xFF);
      image.setRGB(i % pixels.width(), i / pixels.width(), colour);
    }
    return image;
  }

  private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
