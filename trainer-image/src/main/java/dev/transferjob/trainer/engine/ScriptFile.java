package dev.transferjob.trainer.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A TorchScript archive from elsewhere, as {@code torch.jit.save} writes it, to be a part of one of
 * ours: its object's pickle goes into ours as it is, and its code and tensors beside ours.
 */
public final class ScriptFile {
  private static final String OBJECT = "data.pkl";
  private static final int FRAME = 2;

  private final Path path;
  private final String folder;
  private final byte[] pickle;
  private final List<String> entries;

  private ScriptFile(Path path, String folder, byte[] pickle, List<String> entries) {
    this.path = path;
    this.folder = folder;
    this.pickle = pickle;
    this.entries = entries;
  }

  /**
   * Looks into a file.
   *
   * @throws IllegalArgumentException if it is no TorchScript archive in single precision; the
   *     message goes on from the file's name
   */
  public static ScriptFile open(Path path) throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      List<String> names = zip.stream().map(ZipEntry::getName).toList();
      String object =
          names.stream()
              .filter(name -> name.endsWith("/" + OBJECT))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("is a zip without a model"));
      String folder = object.substring(0, object.length() - OBJECT.length());
      if (names.stream().noneMatch(name -> name.startsWith(folder + "code/"))) {
        throw new IllegalArgumentException(
            "holds weights but no network: save it with torch.jit.save, or name its architecture");
      }
      try (InputStream in = zip.getInputStream(zip.getEntry(object))) {
        var file = new ScriptFile(path, folder, in.readAllBytes(), names);
        file.requireSupported();
        return file;
      }
    }
  }

  private void requireSupported() {
    String text = new String(pickle, StandardCharsets.ISO_8859_1);
    boolean isObject =
        pickle.length > 4 && (pickle[0] & 0xFF) == 0x80 && pickle[1] == 2 && pickle[2] == 'c';
    if (!isObject || pickle[pickle.length - 1] != '.') {
      throw new IllegalArgumentException("is no module of TorchScript");
    }
    if (text.contains("torch\nHalfStorage") || text.contains("torch\nBFloat16Storage")) {
      throw new IllegalArgumentException(
          "has weights in half precision: save it after model.float()");
    }
  }

  /** The class of the module, such as {@code __torch__.net.Net}. */
  String type() {
    String[] lines =
        new String(pickle, FRAME + 1, pickle.length - FRAME - 1, StandardCharsets.ISO_8859_1)
            .split("\n", 3);
    return lines[0] + "." + lines[1];
  }

  /** The pickle of the module alone. */
  byte[] object() {
    return Arrays.copyOfRange(pickle, FRAME, pickle.length - 1);
  }

  /** A name for classes of ours that this archive has none under. */
  String freePackage() {
    return IntStream.iterate(1, i -> i + 1)
        .mapToObj(i -> i == 1 ? "transferjob" : "transferjob_" + i)
        .filter(name -> !entries.contains(folder + "code/__torch__/" + name + ".py"))
        .findFirst()
        .orElseThrow();
  }

  /** Copies all but the object. */
  void copyTo(StoredZip target) throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      for (String name : entries) {
        ZipEntry entry = zip.getEntry(name);
        if (name.startsWith(folder) && !name.endsWith("/") && !name.equals(folder + OBJECT)) {
          target.entry(
              name.substring(folder.length()),
              entry.getSize(),
              out -> {
                try (InputStream in = zip.getInputStream(entry)) {
                  in.transferTo(out);
                }
              });
        }
      }
    }
  }
}
