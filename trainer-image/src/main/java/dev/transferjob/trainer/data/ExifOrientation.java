package dev.transferjob.trainer.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * How a camera held the sensor: the orientation tag (0x0112) of a JPEG's EXIF segment.
 *
 * @param value 1 to 8 as in the EXIF standard; 1 is upright
 */
record ExifOrientation(int value) {
  private static final ExifOrientation UPRIGHT = new ExifOrientation(1);
  private static final int TAG = 0x0112;
  private static final int APP1 = 0xE1;
  private static final int START_OF_SCAN = 0xDA;

  static ExifOrientation of(byte[] file) {
    ByteBuffer jpeg = ByteBuffer.wrap(file);
    if (file.length < 4 || jpeg.getShort(0) != (short) 0xFFD8) {
      return UPRIGHT;
    }
    int at = 2;
    while (at + 4 <= file.length && (jpeg.get(at) & 0xFF) == 0xFF) {
      int marker = jpeg.get(at + 1) & 0xFF;
      int length = jpeg.getShort(at + 2) & 0xFFFF;
      if (marker == START_OF_SCAN || at + 2 + length > file.length) {
        return UPRIGHT;
      }
      if (marker == APP1 && length > 16 && startsWithExif(file, at + 4)) {
        return ofTiff(jpeg.slice(at + 10, length - 8));
      }
      at += 2 + length;
    }
    return UPRIGHT;
  }

  private static boolean startsWithExif(byte[] file, int at) {
    return new String(file, at, 4, StandardCharsets.ISO_8859_1).equals("Exif");
  }

  private static ExifOrientation ofTiff(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    if (directory < 0 || directory + 2 > tiff.limit()) {
      return UPRIGHT;
    }
    int entries = tiff.getShort(directory) & 0xFFFF;
    for (int i = 0; i < entries && directory + 14 + 12 * i <= tiff.limit(); i++) {
      int entry = directory + 2 + 12 * i;
      if ((tiff.getShort(entry) & 0xFFFF) == TAG) {
        int value = tiff.getShort(entry + 8) & 0xFFFF;
        return value >= 1 && value <= 8 ? new ExifOrientation(value) : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /** The image turned so that its top is up. */
  Pixels upright(Pixels image) {
    if (value == 1) {
      return image;
    }
    boolean isTransposed = value >= 5;
    int width = isTransposed ? image.height() : image.width();
    int height = isTransposed ? image.width() : image.height();
    byte[] out = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        System.arraycopy(image.rgb(), source(image, x, y) * 3, out, (y * width + x) * 3, 3);
      }
    }
    return new Pixels(width, height, out);
  }

  private int source(Pixels image, int x, int y) {
    int right = image.width() - 1;
    int bottom = image.height() - 1;
    int column =
        switch (value) {
          case 2, 3 -> right - x;
          case 5, 6 -> y;
          case 7, 8 -> right - y;
          default -> x;
        };
    int row =
        switch (value) {
          case 3, 4 -> bottom - y;
          case 5, 8 -> x;
          case 6, 7 -> bottom - x;
          default -> y;
        };
    return row * image.width() + column;
  }
}
