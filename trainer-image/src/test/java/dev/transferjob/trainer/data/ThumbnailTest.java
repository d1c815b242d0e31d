package dev.transferjob.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThumbnailTest {
  @TempDir Path folder;

  @Test
  void aNoisyPhotoStaysSmallAndKeepsItsShape() throws IOException {
    // Given
    var random = new SplittableRandom(1);
    var image = new BufferedImage(900, 450, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 900 * 450; i++) {
      image.setRGB(i % 900, i / 900, random.nextInt(1 << 24));
    }
    Path file = folder.resolve("noise.png");
    ImageIO.write(image, "png", file.toFile());

    // When
    byte[] jpeg = Thumbnail.of(file).orElseThrow();

    // Then
    assertThat(jpeg.length).isLessThanOrEqualTo(Thumbnail.BYTES);
    BufferedImage small = ImageIO.read(new ByteArrayInputStream(jpeg));
    assertThat(small.getWidth()).isEqualTo(Thumbnail.SIDE);
    assertThat(small.getHeight()).isEqualTo(Thumbnail.SIDE / 2);
  }

  @Test
  void aSmallImageIsNotEnlarged() throws IOException {
    // Given
    Path file = folder.resolve("small.png");
    TestImages.write(file, 0, 1);

    // When
    byte[] jpeg = Thumbnail.of(file).orElseThrow();

    // Then
    assertThat(ImageIO.read(new ByteArrayInputStream(jpeg)).getWidth()).isEqualTo(32);
  }

  @Test
  void aFileThatIsGoneHasNone() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("no.png"), "none");

    // When, Then
    assertThat(Thumbnail.of(file)).isEmpty();
    assertThat(Thumbnail.of(folder.resolve("gone.png"))).isEmpty();
  }
}
