package dev.transferjob.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The eight ways to hold a camera, as Pillow's {@code ImageOps.exif_transpose} turns them. */
class ExifOrientationTest {

  /** Rows are parted by a slash; the photo is stored as "abc/def". */
  @ParameterizedTest
  @CsvSource({
    "1, abc/def",
    "2, cba/fed",
    "3, fed/cba",
    "4, def/abc",
    "5, ad/be/cf",
    "6, da/eb/fc",
    "7, fc/eb/da",
    "8, cf/be/ad"
  })
  void turnsTheImageUpright(int value, String upright) {
    // When
    Pixels turned = new ExifOrientation(value).upright(pixels("abc/def"));

    // Then
    assertThat(turned).isEqualTo(pixels(upright));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 3", "4, 4", "5, 5", "6, 6", "7, 7", "8, 8", "0, 1", "9, 1"})
  void isReadInBothByteOrders(short stored, int value) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      assertThat(ExifOrientation.of(file(stored, order))).isEqualTo(new ExifOrientation(value));
    }
  }

  /** Each letter is a pixel whose channels differ. */
  private static Pixels pixels(String rows) {
    String letters = rows.replace("/", "");
    byte[] rgb = new byte[letters.length() * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (letters.charAt(i / 3) + 50 * (i % 3));
    }
    int width = rows.indexOf('/');
    return new Pixels(width, letters.length() / width, rgb);
  }

  /** The start of a JPEG: its marker and an EXIF segment with one entry. */
  private static byte[] file(short orientation, ByteOrder order) {
    ByteBuffer file = ByteBuffer.allocate(38);
    file.putShort((short) 0xFFD8).putShort((short) 0xFFE1).putShort((short) 34);
    file.put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1));
    file.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.ISO_8859_1));
    file.order(order).putShort((short) 42).putInt(8);
    file.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    file.putShort(orientation).putShort((short) 0).putInt(0);
    return file.array();
  }
}
