package dev.transferjob.trainer.data;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.TrainerException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder whose sub-folders are the classes, as torchvision's {@code ImageFolder} reads it. Hidden
 * entries, {@code lost+found} and {@code __MACOSX} are passed over.
 */
public final class ImageFolder {
  private static final Set<String> READABLE =
      Set.of("jpg", "jpeg", "png", "bmp", "gif", "tif", "tiff");
  private static final Set<String> UNREADABLE = Set.of("webp", "heic", "heif", "avif", "jp2");
  private static final Set<String> NOT_CLASSES = Set.of("lost+found", "__MACOSX");

  private final String field;
  private final Path root;

  /**
   * A folder that is not read yet.
   *
   * @param field the spec's field, which messages name
   */
  public ImageFolder(String field, Path root) {
    this.field = field;
    this.root = root;
  }

  /** Reads the folder; its sub-folders, sorted, are the classes. */
  public Dataset read() {
    List<Path> folders = folders();
    List<String> classes = folders.stream().map(ImageFolder::name).toList();
    if (classes.size() < 2) {
      throw invalid(
          "%s holds %d class folder(s) %s; at least two are needed, one sub-folder a class"
              .formatted(root, classes.size(), classes));
    }
    var samples = new ArrayList<Sample>();
    for (int label = 0; label < classes.size(); label++) {
      List<Sample> found = samples(folders.get(label), label);
      if (found.isEmpty()) {
        throw invalid(
            "class folder %s holds no image; add images or remove the folder"
                .formatted(folders.get(label)));
      }
      samples.addAll(found);
    }
    return new Dataset(classes, samples);
  }

  /** Reads a folder to evaluate on: its classes are some or all of {@code classes}. */
  public Dataset read(List<String> classes) {
    var samples = new ArrayList<Sample>();
    for (Path folder : folders()) {
      int label = classes.indexOf(name(folder));
      if (label < 0) {
        throw invalid(
            "class folder %s is not among the classes of data.train %s; rename or remove it"
                .formatted(folder, classes));
      }
      samples.addAll(samples(folder, label));
    }
    if (samples.isEmpty()) {
      throw invalid("%s holds no image in a class folder".formatted(root));
    }
    return new Dataset(classes, samples);
  }

  /** All images at any depth, whatever folder they are in. */
  List<Sample> images() {
    requireFolder();
    List<Sample> found = samples(root, TargetImages.UNKNOWN);
    if (found.size() < 2) {
      throw invalid("%s holds %d image(s); at least two are needed".formatted(root, found.size()));
    }
    return found;
  }

  private void requireFolder() {
    if (!Files.isDirectory(root)) {
      throw invalid("%s is not a folder; check the path inside the claim".formatted(root));
    }
  }

  private List<Path> folders() {
    requireFolder();
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .filter(Files::isDirectory)
          .filter(entry -> !isHidden(entry) && !NOT_CLASSES.contains(name(entry)))
          .sorted((a, b) -> name(a).compareTo(name(b)))
          .toList();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private List<Sample> samples(Path folder, int label) {
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(file -> !isHidden(file) && isImage(file))
          .map(file -> new Sample(identity(file), file, label))
          .sorted((a, b) -> a.name().compareTo(b.name()))
          .toList();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private boolean isImage(Path file) {
    String name = name(file).toLowerCase(Locale.ROOT);
    String extension = name.substring(name.lastIndexOf('.') + 1);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    if (UNREADABLE.contains(extension)) {
      throw invalid("%s: this format is not supported; convert it to JPEG or PNG".formatted(file));
    }
    return READABLE.contains(extension);
  }

  private String identity(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private static boolean isHidden(Path entry) {
    return name(entry).startsWith(".");
  }

  private static String name(Path entry) {
    return entry.getFileName().toString();
  }

  private TrainerException invalid(String problem) {
    return new TrainerException(ExitCode.DATA_INVALID, field + ": " + problem);
  }

  private TrainerException unreadable(IOException cause) {
    return new TrainerException(
        ExitCode.DATA_INVALID,
        "%s: %s cannot be read (%s); check the claim's permissions for user 65532"
            .formatted(field, root, cause),
        cause);
  }
}
