package dev.transferjob.trainer.data;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.Sha256;
import dev.transferjob.trainer.TrainerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The images of a target domain. Their order and identity are those of their content, so that
 * neither folders nor names, which may tell labels, have any influence on training.
 *
 * @param images labelled -1
 * @param labels by the folder that an image is in, for measuring only; absent unless every image is
 *     below a folder named after a class
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TargetImages(Dataset images, Optional<int[]> labels) {
  static final int UNKNOWN = -1;

  private record Found(Sample sample, int label) {}

  /** Reads all images at any depth of a folder. */
  public static TargetImages read(ImageFolder folder, List<String> classes) {
    List<Found> found =
        folder.images().parallelStream()
            .map(image -> new Found(byContent(image), label(image, classes)))
            .sorted(Comparator.comparing(one -> one.sample().name()))
            .toList();
    var images = new Dataset(classes, found.stream().map(Found::sample).toList());
    int[] labels = found.stream().mapToInt(Found::label).toArray();
    boolean isLabelled = found.stream().noneMatch(one -> one.label() == UNKNOWN);
    return new TargetImages(images, isLabelled ? Optional.of(labels) : Optional.empty());
  }

  /** The same images with the labels that were found. */
  public Optional<Dataset> labelled() {
    return labels.map(
        known -> {
          var samples = new ArrayList<Sample>();
          for (int i = 0; i < known.length; i++) {
            Sample sample = images.samples().get(i);
            samples.add(new Sample(sample.name(), sample.file(), known[i]));
          }
          return new Dataset(images.classes(), samples);
        });
  }

  private static Sample byContent(Sample image) {
    try {
      return new Sample(Sha256.ofFile(image.file()), image.file(), UNKNOWN);
    } catch (IOException e) {
      throw new TrainerException(
          ExitCode.DATA_INVALID,
          "domainAdaptation.target: %s cannot be read (%s); check its permissions for user 65532"
              .formatted(image.file(), e.getMessage()),
          e);
    }
  }

  private static int label(Sample image, List<String> classes) {
    int slash = image.name().indexOf('/');
    return slash < 0 ? UNKNOWN : classes.indexOf(image.name().substring(0, slash));
  }
}
