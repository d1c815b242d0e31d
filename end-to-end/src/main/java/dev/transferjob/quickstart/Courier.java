package dev.transferjob.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Runs in a pod of an existing cluster and carries files into a claim or out of one. It needs
 * nothing of the cluster but pods and their logs.
 */
public final class Courier {
  static final String BEGIN = "-----BEGIN MODEL-----";
  static final String END = "-----END MODEL-----";

  private Courier() {}

  /** {@code copy FROM TO} copies a folder; {@code print FOLDER} prints it as a zip in Base64. */
  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "copy" -> copy(Path.of(arguments[1]), Path.of(arguments[2]));
      case "print" -> print(Path.of(arguments[1]));
      default -> throw new IllegalArgumentException("Not copy or print: " + arguments[0]);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path path : below(from)) {
      Path target = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(target);
      } else {
        Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void print(Path folder) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Path path : below(folder)) {
        if (Files.isRegularFile(path)) {
          zip.putNextEntry(new ZipEntry(folder.relativize(path).toString()));
          Files.copy(path, zip);
        }
      }
    }
    System.out.println(BEGIN);
    System.out.println(Base64.getMimeEncoder().encodeToString(bytes.toByteArray()));
    System.out.println(END);
  }

  private static List<Path> below(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths.sorted().toList();
    }
  }
}
