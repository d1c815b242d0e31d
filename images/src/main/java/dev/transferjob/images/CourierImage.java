package dev.transferjob.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Files and a small Java program that carries them into a claim of any cluster. */
final class CourierImage {
  static final String FILES = "/opt/courier/files";
  private static final String PROGRAM = "/opt/courier/program";

  private final BuildCache cache;

  CourierImage(BuildCache cache) {
    this.cache = cache;
  }

  /**
   * @param program a class with a main method that uses nothing but the Java library
   */
  ImagePlan plan(String version, Path files, Class<?> program)
      throws IOException, InterruptedException {
    var carried = new FolderLayer("courier-files", FILES);
    for (Path file : ImageFiles.paths(files)) {
      if (Files.isRegularFile(file)) {
        carried.add(files.relativize(file).toString(), file);
      }
    }
    return new ImagePlan(
        "courier:" + version,
        new DebianBase(cache).folder(),
        List.of(
            new JavaRuntime(cache).layer(),
            carried.in(cache),
            new FolderLayer("courier", PROGRAM)
                .addContent(place(program), code(program))
                .in(cache)),
        Map.of(),
        List.of(
            JavaRuntime.HOME + "/bin/java", "-XX:+UseSerialGC", "-cp", PROGRAM, program.getName()));
  }

  private static String place(Class<?> program) {
    return program.getName().replace('.', '/') + ".class";
  }

  private static byte[] code(Class<?> program) throws IOException {
    try (InputStream in = program.getResourceAsStream("/" + place(program))) {
      return in.readAllBytes();
    }
  }
}
