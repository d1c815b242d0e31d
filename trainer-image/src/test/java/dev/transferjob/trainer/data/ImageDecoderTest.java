package dev.transferjob.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_4BYTE_ABGR
      })
  void readsColourWhateverTheLayout(int type) throws IOException {
    // Given
    var image = new BufferedImage(2, 1, type);
    image.setRGB(0, 0, 0xFF102030);
    image.setRGB(1, 0, 0xFFA0B0C0);

    // When
    Pixels pixels = ImageDecoder.decode(png(image));

    // Then
    assertThat(pixels.rgb()).containsExactly(0x10, 0x20, 0x30, 0xA0, 0xB0, 0xC0);
  }

  @ParameterizedTest
  @CsvSource({"10, 128", "11, 128"})
  void repeatsGreyOfEightAndSixteenBits(int type, int level) throws IOException {
    // Given
    var image = new BufferedImage(1, 1, type);
    int[] value = {type == BufferedImage.TYPE_USHORT_GRAY ? level << 8 | 77 : level};
    image.getRaster().setPixel(0, 0, value);

    // When
    Pixels pixels = ImageDecoder.decode(png(image));

    // Then
    assertThat(pixels.rgb()).containsExactly(level, level, level);
  }

  @Test
  void cutsColourOfSixteenBitsToItsUpperEight() throws IOException {
    // Given
    int[] order = {0, 1, 2};
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 2, 1, 6, 3, order, null);
    raster.setPixel(0, 0, new int[] {0x10FF, 0x2000, 0x3080});
    raster.setPixel(1, 0, new int[] {0xA07F, 0xB0FF, 0xFFFF});
    var colours =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);

    // When
    Pixels pixels = ImageDecoder.decode(png(new BufferedImage(colours, raster, false, null)));

    // Then
    assertThat(pixels.rgb()).containsExactly(0x10, 0x20, 0x30, 0xA0, 0xB0, 0xFF);
  }

  @Test
  void readsAPalette() throws IOException {
    // Given
    var image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
    image.setRGB(0, 0, 0xFFFF0000);
    image.setRGB(1, 0, 0xFF0000FF);

    // When
    Pixels pixels = ImageDecoder.decode(png(image));

    // Then
    assertThat(pixels.rgb()).containsExactly(0xFF, 0, 0, 0, 0, 0xFF);
  }

  @Test
  void turnsAPhotoUpright() throws IOException {
    // Given
    var image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 16 * 16; i++) {
      image.setRGB(i % 16, i / 16, 0xFFFFFFFF);
    }
    Path file = folder.resolve("photo.jpg");
    Files.write(file, withOrientation(jpeg(image), 6));

    // When
    Pixels pixels = ImageDecoder.decode(file);

    // Then
    assertThat(pixels).hasToString("16x32");
    assertThat(pixels.rgb()[0] & 0xFF).isGreaterThan(200);
    assertThat(pixels.rgb()[pixels.rgb().length - 1] & 0xFF).isLessThan(55);
  }

  @Test
  void refusesATruncatedFileByName() throws IOException {
    // Given
    Path file = folder.resolve("cut.jpg");
    byte[] whole = jpeg(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB));
    Files.write(file, Arrays.copyOf(whole, whole.length - 40));

    // When / Then
    assertThatThrownBy(() -> ImageDecoder.decode(file)).hasMessageContaining("cut.jpg");
  }

  @Test
  void refusesWhatIsNoImageByName() throws IOException {
    // Given
    Path file = folder.resolve("words.png");
    Files.writeString(file, "not an image");

    // When / Then
    assertThatThrownBy(() -> ImageDecoder.decode(file))
        .hasMessageContainingAll("words.png", "is not a JPEG");
  }

  @Test
  void readsFourColourPrint() throws IOException {
    // Given
    Path file = folder.resolve("print.jpg");
    try (InputStream cmyk = ImageDecoderTest.class.getResourceAsStream("cmyk.jpg")) {
      Files.copy(cmyk, file);
    }

    // When
    Pixels pixels = ImageDecoder.decode(file);

    // Then: the first three pixels as Pillow has them
    assertThat(Arrays.copyOf(pixels.rgb(), 9))
        .containsExactly(252, 251, 250, 246, 245, 244, 236, 235, 234);
  }

  private Path png(BufferedImage image) throws IOException {
    Path file = folder.resolve("image.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static byte[] jpeg(BufferedImage image) throws IOException {
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }

  /** Puts an EXIF segment of one entry behind the start marker. */
  private static byte[] withOrientation(byte[] jpeg, int orientation) throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(new byte[] {(byte) 0xFF, (byte) 0xE1, 0, 34});
    out.write("Exif\0\0MM\0*\0\0\0\u0008\0\u0001".getBytes(StandardCharsets.ISO_8859_1));
    out.write(new byte[] {0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0, 0, 0, 0, 0});
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }
}
