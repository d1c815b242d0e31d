package dev.transferjob.samples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Writes drawings as an image folder: one folder for each class, one PNG file for each sample. */
record GlyphFolder(List<Glyph> glyphs, Style style) {
  /**
   * @param perClass number of samples of each class
   * @param seed decides every pixel
   */
  void write(Path folder, int perClass, long seed) throws IOException {
    var seeds = new SplittableRandom(seed);
    for (Glyph glyph : glyphs) {
      var artist = new GlyphArtist(style, seeds.split());
      Path ofClass = Files.createDirectories(folder.resolve(glyph.name()));
      for (int number = 1; number <= perClass; number++) {
        BufferedImage drawing = artist.draw(glyph);
        Path file = ofClass.resolve("%s-%03d.png".formatted(glyph.name(), number));
        if (!ImageIO.write(drawing, "png", file.toFile())) {
          throw new IOException("This Java runtime cannot write PNG files: " + file);
        }
      }
    }
  }
}
