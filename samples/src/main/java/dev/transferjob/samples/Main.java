package dev.transferjob.samples;

import java.io.IOException;
import java.nio.file.Path;

/** Makes everything in {@code samples/glyphs}; the same images each time. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path samples = Path.of(arguments[0]);
    var target = new GlyphFolder(Glyph.TARGET, Style.HARD);
    target.write(samples.resolve("train"), 8, 1);
    target.write(samples.resolve("validation"), 15, 2);
    target.write(samples.resolve("test"), 35, 3);
    BaseModel.train(samples.resolve("base-model.safetensors"));
  }
}
