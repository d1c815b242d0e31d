package dev.transferjob.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The expected bytes are Pillow's, of {@code ImageEnhance} and of an image's turned H channel. */
class ColorsTest {
  private static final Pixels IMAGE =
      pixels(200, 10, 60, 0, 0, 0, 255, 255, 255, 30, 180, 90, 12, 34, 250, 128, 128, 128);

  @Test
  void brightness() {
    assertThat(Colors.brightness(IMAGE, 0.6f))
        .isEqualTo(pixels(120, 6, 36, 0, 0, 0, 153, 153, 153, 18, 108, 54, 7, 20, 150, 76, 76, 76));
    assertThat(Colors.brightness(IMAGE, 1.3f))
        .isEqualTo(
            pixels(255, 13, 78, 0, 0, 0, 255, 255, 255, 39, 233, 116, 15, 44, 255, 166, 166, 166));
  }

  @Test
  void contrast() {
    assertThat(Colors.contrast(IMAGE, 0.6f))
        .isEqualTo(
            pixels(
                162, 48, 78, 42, 42, 42, 195, 195, 195, 60, 150, 96, 49, 62, 192, 119, 119, 119));
    assertThat(Colors.contrast(IMAGE, 1.3f))
        .isEqualTo(
            pixels(228, 0, 46, 0, 0, 0, 255, 255, 255, 7, 202, 85, 0, 12, 255, 134, 134, 134));
  }

  @Test
  void saturation() {
    assertThat(Colors.saturation(IMAGE, 0.6f))
        .isEqualTo(
            pixels(149, 35, 65, 0, 0, 0, 255, 255, 255, 68, 158, 104, 28, 41, 170, 128, 128, 128));
    assertThat(Colors.saturation(IMAGE, 1.3f))
        .isEqualTo(
            pixels(238, 0, 56, 0, 0, 0, 255, 255, 255, 1, 196, 79, 0, 28, 255, 128, 128, 128));
  }

  @Test
  void hue() {
    assertThat(Colors.hue(IMAGE, 0.1))
        .isEqualTo(
            pixels(200, 64, 10, 0, 0, 0, 255, 255, 255, 30, 180, 178, 130, 13, 250, 128, 128, 128));
    assertThat(Colors.hue(IMAGE, -0.3))
        .isEqualTo(
            pixels(10, 24, 200, 0, 0, 0, 255, 255, 255, 180, 122, 30, 13, 250, 41, 128, 128, 128));
  }

  private static Pixels pixels(int... rgb) {
    byte[] bytes = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      bytes[i] = (byte) rgb[i];
    }
    return new Pixels(2, 3, bytes);
  }
}
