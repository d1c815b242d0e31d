package dev.transferjob.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Java runtime with only the modules that the operator and the trainer use; both share it. */
final class JavaRuntime {
  /** Where the runtime lies in an image. */
  static final String HOME = "/opt/java";

  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.desktop", // ImageIO decodes the training images
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http", // the progress push
          "java.security.jgss",
          "java.sql", // Jackson looks for java.sql.Date
          "java.xml",
          "jdk.crypto.ec",
          "jdk.jfr",
          "jdk.management", // memory figures of the machine
          "jdk.unsupported", // sun.misc.Unsafe, in Netty and JNA
          "jdk.zipfs");
  private static final List<String> OPTIONS =
      List.of(
          "--strip-debug", "--no-header-files", "--no-man-pages", "--compress=zip-0", "--output");

  private final BuildCache cache;
  private final Path jdk;

  JavaRuntime(BuildCache cache) {
    this.cache = cache;
    this.jdk = Path.of(System.getProperty("java.home"));
  }

  Layer layer() throws IOException, InterruptedException {
    String key =
        new Digest().add(Runtime.version()).add(MODULES).add(OPTIONS).addFile(release()).hex();
    return Layer.of(
        "java", key, HOME, cache.entry("java-runtime", key, this::link).resolve("java"));
  }

  private Path release() {
    return jdk.resolve("release");
  }

  private void link(Path folder) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin/jlink").toString());
    command.add("--add-modules=" + String.join(",", MODULES));
    command.addAll(OPTIONS);
    command.add(folder.resolve("java").toString());
    Command.run(command, Map.of());
    replaceLinks(folder);
  }

  /** Licence texts that several modules share come as symbolic links, which Jib does not write. */
  private static void replaceLinks(Path folder) throws IOException {
    for (Path path : ImageFiles.paths(folder)) {
      if (Files.isSymbolicLink(path)) {
        Path target = path.toRealPath();
        Files.delete(path);
        Files.copy(target, path);
      }
    }
  }
}
