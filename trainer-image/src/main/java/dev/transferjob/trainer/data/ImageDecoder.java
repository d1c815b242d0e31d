package dev.transferjob.trainer.data;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.TrainerException;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes an image file to upright 8-bit RGB. Grey is repeated over the channels, 16-bit is cut to
 * its upper 8 bits, transparency is dropped (as Pillow does), colour profiles are ignored, and the
 * EXIF orientation is applied; CMYK becomes RGB without a profile. Truncated and corrupt files are
 * refused by name.
 */
final class ImageDecoder {
  private ImageDecoder() {}

  static Pixels decode(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return ExifOrientation.of(bytes).upright(rgb(read(bytes, file), file));
    } catch (IOException | RuntimeException e) {
      if (e instanceof TrainerException known) {
        throw known;
      }
      throw invalid(file, "cannot be decoded (%s)".formatted(e.getMessage()), e);
    }
  }

  private static BufferedImage read(byte[] bytes, Path file) throws IOException {
    try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw invalid(file, "is not a JPEG, PNG, GIF, BMP or TIFF image", null);
      }
      ImageReader reader = readers.next();
      try {
        reader.addIIOReadWarningListener((source, warning) -> refuseTruncated(warning, file));
        reader.setInput(stream, true, true);
        return reader.read(0, parameters(reader));
      } finally {
        reader.dispose();
      }
    }
  }

  /**
   * A colour JPEG goes into an image whose bytes lie as they come, red first: the reader's own
   * choice, blue first, costs it a loop over all bytes, and us another one.
   */
  private static ImageReadParam parameters(ImageReader reader) throws IOException {
    ImageReadParam parameters = reader.getDefaultReadParam();
    if (reader.getFormatName().equalsIgnoreCase("jpeg")
        && reader.getImageTypes(0).next().getBufferedImageType() == BufferedImage.TYPE_3BYTE_BGR) {
      parameters.setDestination(redFirst(reader.getWidth(0), reader.getHeight(0)));
    }
    return parameters;
  }

  private static BufferedImage redFirst(int width, int height) {
    int[] order = {0, 1, 2};
    WritableRaster raster =
        Raster.createInterleavedRaster(
            DataBuffer.TYPE_BYTE, width, height, 3 * width, 3, order, null);
    var colours =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    return new BufferedImage(colours, raster, false, null);
  }

  /** The JPEG reader only warns when data ends early, and fills the rest with grey. */
  private static void refuseTruncated(String warning, Path file) {
    if (warning.contains("Premature end") || warning.contains("Truncated")) {
      throw invalid(file, "is truncated", null);
    }
  }

  private static Pixels rgb(BufferedImage image, Path file) {
    int width = image.getWidth();
    int height = image.getHeight();
    int bands = image.getRaster().getNumBands();
    int type = image.getRaster().getTransferType();
    boolean isPlain = image.getColorModel() instanceof ComponentColorModel;
    boolean isPrint = bands == 4 && !image.getColorModel().hasAlpha();
    if (isPlain && (bands > 4 || (isPrint && type != DataBuffer.TYPE_BYTE))) {
      throw invalid(file, "has %d channels of an unknown kind".formatted(bands), null);
    }
    Object data = isPlain ? elements(image) : new Object();
    byte[] rgb =
        switch (data) {
          case byte[] values when isPrint -> printed(values);
          case byte[] values when type == DataBuffer.TYPE_BYTE -> spread(values, bands);
          case short[] values when type == DataBuffer.TYPE_USHORT -> spread(upper(values), bands);
          default -> unpack(image.getRGB(0, 0, width, height, null, 0, width));
        };
    return new Pixels(width, height, rgb);
  }

  /** All pixels with their bands in order, without a copy where they lie so. */
  private static Object elements(BufferedImage image) {
    Raster raster = image.getRaster();
    boolean isRedFirst =
        raster.getNumBands() == 3
            && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
            && Arrays.equals(model.getBandOffsets(), new int[] {0, 1, 2})
            && raster.getDataBuffer().getSize() == 3 * image.getWidth() * image.getHeight();
    return isRedFirst && raster.getDataBuffer() instanceof DataBufferByte bytes
        ? bytes.getData()
        : raster.getDataElements(0, 0, image.getWidth(), image.getHeight(), null);
  }

  private static byte[] spread(byte[] values, int bands) {
    if (bands == 3) {
      return values;
    }
    byte[] rgb = new byte[values.length / bands * 3];
    boolean isGrey = bands < 3;
    for (int from = 0, to = 0; from < values.length; from += bands, to += 3) {
      rgb[to] = values[from];
      rgb[to + 1] = values[isGrey ? from : from + 1];
      rgb[to + 2] = values[isGrey ? from : from + 2];
    }
    return rgb;
  }

  /** CMYK as Pillow converts it; the reader has undone the inversion of Adobe's JPEG files. */
  private static byte[] printed(byte[] cmyk) {
    byte[] rgb = new byte[cmyk.length / 4 * 3];
    for (int from = 0, to = 0; from < cmyk.length; from += 4, to += 3) {
      int white = 255 - (cmyk[from + 3] & 0xFF);
      for (int i = 0; i < 3; i++) {
        int product = (cmyk[from + i] & 0xFF) * white + 128;
        rgb[to + i] = (byte) (white - (((product >> 8) + product) >> 8));
      }
    }
    return rgb;
  }

  private static byte[] upper(short[] values) {
    byte[] upper = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      upper[i] = (byte) (values[i] >>> 8);
    }
    return upper;
  }

  private static byte[] unpack(int[] argb) {
    byte[] rgb = new byte[argb.length * 3];
    for (int i = 0; i < argb.length; i++) {
      rgb[i * 3] = (byte) (argb[i] >> 16);
      rgb[i * 3 + 1] = (byte) (argb[i] >> 8);
      rgb[i * 3 + 2] = (byte) argb[i];
    }
    return rgb;
  }

  private static TrainerException invalid(Path file, String problem, Throwable cause) {
    return new TrainerException(
        ExitCode.DATA_INVALID,
        "%s %s; remove it or save it again as an RGB JPEG or PNG".formatted(file, problem),
        cause);
  }
}
