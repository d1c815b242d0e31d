package dev.transferjob.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.Interpolation;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {

  /** The digests are those of Pillow's {@code Image.resize} on the same image. */
  @ParameterizedTest
  @CsvSource({
    "31, 23, 17, 11, Bilinear, d342beb6e896dec7",
    "31, 23, 17, 11, Bicubic, 840fa26f7eb8a8c5",
    "16, 12, 40, 30, Bilinear, 17c0cb3714deb48d",
    "16, 12, 40, 30, Bicubic, ad88dd5a623c79a5",
    "50, 20, 20, 20, Bilinear, 8896b4df65848835",
    "50, 20, 20, 20, Bicubic, f09a39d690ef0538",
    "20, 20, 20, 9, Bilinear, e0940795d7a4386e",
    "20, 20, 20, 9, Bicubic, 09de10d8826fccfc"
  })
  void givesPillowsBytes(
      int width, int height, int toWidth, int toHeight, Interpolation interpolation, String digest)
      throws Exception {
    // Given
    Pixels image = formula(width, height);

    // When
    Pixels resized = new Resampler(interpolation).resize(image, toWidth, toHeight);

    // Then
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(resized.rgb());
    assertThat(HexFormat.of().formatHex(hash, 0, 8)).isEqualTo(digest);
  }

  @Test
  void aWindowIsTheSameAsCroppingTheWhole() {
    // Given
    Pixels image = formula(41, 33);
    var resampler = new Resampler(Interpolation.Bilinear);

    // When
    Pixels window = resampler.resize(image, 20, 16, 5, 3, 10, 9);

    // Then
    assertThat(window).isEqualTo(resampler.resize(image, 20, 16).window(5, 3, 10, 9));
  }

  static Pixels formula(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      rgb[i] = (byte) (x * 37 + y * 91 + i % 3 * 53 + x * y * 7);
    }
    return new Pixels(width, height, rgb);
  }
}
