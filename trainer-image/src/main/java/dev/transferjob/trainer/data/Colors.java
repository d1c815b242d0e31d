package dev.transferjob.trainer.data;

/** Changes of an image's colours, to the bit as Pillow's {@code ImageEnhance} and HSV images. */
final class Colors {
  private static final int HALF = 1 << 15;

  private Colors() {}

  /** A blend with black; 1 changes nothing. */
  static Pixels brightness(Pixels image, float factor) {
    return blended(image, (_, _, _) -> 0, factor);
  }

  /** A blend with the mean grey of the whole image. */
  static Pixels contrast(Pixels image, float factor) {
    byte[] rgb = image.rgb();
    long sum = 0;
    for (int i = 0; i < rgb.length; i += 3) {
      sum += grey(rgb[i] & 0xFF, rgb[i + 1] & 0xFF, rgb[i + 2] & 0xFF);
    }
    int mean = (int) (sum * 3.0 / rgb.length + 0.5);
    return blended(image, (_, _, _) -> mean, factor);
  }

  /** A blend with each pixel's grey. */
  static Pixels saturation(Pixels image, float factor) {
    return blended(image, Colors::grey, factor);
  }

  /** What a pixel is blended with, the same for its three channels. */
  private interface Grey {
    int of(int red, int green, int blue);
  }

  private static Pixels blended(Pixels image, Grey grey, float factor) {
    if (factor == 1) {
      return image;
    }
    byte[] rgb = image.rgb();
    byte[] out = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i += 3) {
      int base = grey.of(rgb[i] & 0xFF, rgb[i + 1] & 0xFF, rgb[i + 2] & 0xFF);
      for (int channel = i; channel < i + 3; channel++) {
        out[channel] = clipped(base + factor * ((rgb[channel] & 0xFF) - base));
      }
    }
    return new Pixels(image.width(), image.height(), out);
  }

  /** Luma of ITU-R BT.601 in fixed point. */
  private static int grey(int red, int green, int blue) {
    return (red * 19595 + green * 38470 + blue * 7471 + HALF) >> 16;
  }

  private static byte clipped(float value) {
    return (byte) (value <= 0 ? 0 : value >= 255 ? 255 : (int) value);
  }

  /**
   * Turns the hue.
   *
   * @param turn part of the circle, from -0.5 to 0.5
   */
  static Pixels hue(Pixels image, double turn) {
    if (turn == 0) {
      return image;
    }
    byte[] rgb = image.rgb();
    byte[] out = new byte[rgb.length];
    int steps = (int) (turn * 255);
    for (int i = 0; i < rgb.length; i += 3) {
      turn(rgb[i] & 0xFF, rgb[i + 1] & 0xFF, rgb[i + 2] & 0xFF, steps, out, i);
    }
    return new Pixels(image.width(), image.height(), out);
  }

  private static void turn(int red, int green, int blue, int steps, byte[] out, int at) {
    int value = Math.max(red, Math.max(green, blue));
    int least = Math.min(red, Math.min(green, blue));
    int hue = 0;
    int saturation = 0;
    if (value > least) {
      float range = value - least;
      float toRed = (value - red) / range;
      float toGreen = (value - green) / range;
      float toBlue = (value - blue) / range;
      float sixths;
      if (red == value) {
        sixths = toBlue - toGreen;
      } else if (green == value) {
        sixths = (float) (2.0 + toRed - toBlue);
      } else {
        sixths = (float) (4.0 + toGreen - toRed);
      }
      hue = (int) ((float) ((sixths / 6.0 + 1.0) % 1.0) * 255.0);
      saturation = (int) (range / value * 255.0);
    }
    write((hue + steps) & 0xFF, saturation, value, out, at);
  }

  private static void write(int hue, int saturation, int value, byte[] out, int at) {
    float sixths = (float) (hue * 6.0 / 255.0);
    float share = (float) (saturation / 255.0);
    int sector = (int) sixths;
    float rest = sixths - sector;
    byte v = (byte) value;
    byte p = rounded(value * (1.0 - share));
    byte q = rounded(value * (1.0 - share * rest));
    byte t = rounded(value * (1.0 - share * (1.0 - rest)));
    switch (sector % 6) {
      case 0 -> put(out, at, v, t, p);
      case 1 -> put(out, at, q, v, p);
      case 2 -> put(out, at, p, v, t);
      case 3 -> put(out, at, p, q, v);
      case 4 -> put(out, at, t, p, v);
      default -> put(out, at, v, p, q);
    }
  }

  private static byte rounded(double value) {
    return (byte) Math.clamp(Math.round(value), 0, 255);
  }

  private static void put(byte[] out, int at, byte red, byte green, byte blue) {
    out[at] = red;
    out[at + 1] = green;
    out[at + 2] = blue;
  }
}
