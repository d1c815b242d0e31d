package dev.transferjob.trainer.image;

import dev.transferjob.trainer.data.Dataset;
import dev.transferjob.trainer.data.Preprocessing;
import dev.transferjob.trainer.data.Thumbnail;
import dev.transferjob.trainer.model.NetworkExport;
import dev.transferjob.trainer.output.SampleKind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Images, which the network resizes and normalises itself.
 *
 * @param measured those that the result was measured on
 */
public record ImageKind(Preprocessing preprocessing, Dataset measured) implements SampleKind {

  @Override
  public String plural() {
    return "images";
  }

  @Override
  public String input() {
    return """
        `model.pt` takes decoded RGB images, uint8 (N, height, width, 3), and resizes and normalises them
        itself, or float32 (N, 3, %2$d, %2$d) that is so already: shorter side to %1$d pixels
        (%3$s, smoothed), centre of %2$d pixels square, mean %4$s and deviation %5$s of values from
        0 to 1."""
        .formatted(
            preprocessing.resize(),
            preprocessing.size(),
            preprocessing.interpolation(),
            preprocessing.mean(),
            preprocessing.std());
  }

  @Override
  public String preprocess() {
    return new PreprocessingScript(preprocessing).text();
  }

  @Override
  public String serving() {
    return ServingProperties.TEXT;
  }

  @Override
  public void onnx(NetworkExport network, List<String> classes, OutputStream out)
      throws IOException {
    new OnnxFile(network, preprocessing, classes).write(out);
  }

  @Override
  public String name(int sample) {
    return measured.samples().get(sample).name();
  }

  /** A small picture. */
  @Override
  public String shown(int sample) {
    Optional<byte[]> jpeg = Thumbnail.of(measured.samples().get(sample).file());
    return jpeg.map(Base64.getEncoder()::encodeToString)
        .map("<img alt=\"\" src=\"data:image/jpeg;base64,%s\">"::formatted)
        .orElse("<p class=\"muted\">no longer readable</p>");
  }
}
