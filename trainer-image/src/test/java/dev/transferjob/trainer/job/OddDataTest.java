package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.ExitCode;
import dev.transferjob.protocol.Duplicates;
import dev.transferjob.trainer.data.TestImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs on data as people have it: little, uneven, and of all kinds of files. */
class OddDataTest {
  @TempDir Path root;

  @BeforeEach
  void makeData() {
    TestImages.folder(root.resolve("inputs/data/train"), 3, 3, 1);
    TestImages.folder(root.resolve("inputs/data/val"), 2, 3, 2);
  }

  @Test
  void threeImagesAClassAndAClassWithoutValidation() throws IOException {
    // Given
    TestJob job = scratch();

    // When
    int code = job.run();

    // Then
    assertThat(code).isZero();
    assertThat(job.end().result().classes()).isEqualTo(3);
    assertThat(job.end().result().samples()).isEqualTo(6);
  }

  @Test
  void aThirdOfThreeImagesAClassValidates() throws IOException {
    // Given
    TestJob job =
        scratch()
            .with(
                "/data",
                "{\"train\": {\"uri\": \"pvc://data/train\"}, \"validationFraction\": \"0.3\"}");

    // When
    int code = job.run();

    // Then
    assertThat(code).isZero();
    assertThat(job.end().result().samples()).isEqualTo(3);
  }

  @Test
  void greyPrintAndDeepImagesAndDuplicatesAreTrainedOn() throws IOException {
    // Given
    Path folder = root.resolve("inputs/data/train/class-0");
    ImageIO.write(
        new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        folder.resolve("grey.png").toFile());
    ImageIO.write(
        new BufferedImage(30, 40, BufferedImage.TYPE_USHORT_GRAY),
        "png",
        folder.resolve("deep.png").toFile());
    try (InputStream cmyk = TestImages.class.getResourceAsStream("cmyk.jpg")) {
      Files.copy(cmyk, folder.resolve("print.jpg"));
    }
    Files.copy(folder.resolve("0.png"), folder.resolve("again.png"));
    Files.copy(folder.resolve("0.png"), root.resolve("inputs/data/val/class-0/known.png"));
    Files.writeString(folder.resolve("notes.txt"), "not an image");

    // When
    TestJob job = scratch();
    int code = job.run();

    // Then
    assertThat(code).isZero();
    assertThat(job.end().result().duplicates()).isEqualTo(new Duplicates(1, 1));
    assertThat(job.output().resolve("report.html"))
        .content()
        .contains("Duplicates: 1 training files", "1 of the ");
  }

  @Test
  void anEmptyClassFolderIsRefusedByName() throws IOException {
    // Given
    Files.createDirectory(root.resolve("inputs/data/train/class-9"));
    TestJob job = scratch();

    // When
    int code = job.run();

    // Then
    assertThat(code).isEqualTo(ExitCode.DATA_INVALID.code());
    assertThat(job.end().message()).contains("class-9", "add images or remove the folder");
  }

  @Test
  void aTextFileThatIsCalledAnImageIsRefusedByName() throws IOException {
    // Given
    Files.writeString(root.resolve("inputs/data/train/class-1/page.jpg"), "<html>");
    TestJob job = scratch();

    // When
    int code = job.run();

    // Then
    assertThat(code).isEqualTo(ExitCode.DATA_INVALID.code());
    assertThat(job.end().message()).contains("page.jpg", "remove it or save it again");
  }

  private TestJob scratch() throws IOException {
    return new TestJob(root, "job", "FromScratch").with("/training/epochs", "1");
  }
}
