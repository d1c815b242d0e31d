package dev.transferjob.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A checkout of this project with what Maven built in it.
 *
 * @param root the folder that holds {@code dev} and {@code charts}
 */
public record Workspace(Path root) {
  /** The checkout around the working folder, or the one that TRANSFERJOB_ROOT names. */
  public static Workspace find() {
    String named = System.getenv("TRANSFERJOB_ROOT");
    if (named != null) {
      return new Workspace(Path.of(named));
    }
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("dev"))) {
        return new Workspace(folder);
      }
    }
    throw new IllegalStateException(
        "%s is not inside a checkout of Transferjob; name one in TRANSFERJOB_ROOT"
            .formatted(start));
  }

  /** The version that Maven gave all modules. */
  public String version() {
    String name = jarOf("trainer-image", "trainer-image-").getFileName().toString();
    return name.substring("trainer-image-".length(), name.length() - ".jar".length());
  }

  /** The folder that the quick start's job trains on. */
  public Path samples() {
    return root.resolve("samples").resolve("glyphs");
  }

  public Path quickstartJob() {
    return root.resolve("samples").resolve("quickstart.yaml");
  }

  Path crd() {
    return root.resolve("crds/src/main/resources/crds/transferjobs.transferjob.dev.yaml");
  }

  Path trainerJar() {
    return jarOf("trainer-image", "trainer-image-");
  }

  /** The libraries that the trainer runs with, their group before their name. */
  List<Path> trainerLibraries() {
    return jars(root.resolve("trainer-image/target/lib"));
  }

  /** The folder that Quarkus packaged. */
  Path operatorApplication() {
    Path application = root.resolve("operator/target/quarkus-app");
    if (!Files.isDirectory(application)) {
      throw notBuilt(application);
    }
    return application;
  }

  private Path jarOf(String module, String prefix) {
    Path target = root.resolve(module).resolve("target");
    return jars(target).stream()
        .filter(jar -> jar.getFileName().toString().matches(prefix + "[0-9.]+(-SNAPSHOT)?\\.jar"))
        .findFirst()
        .orElseThrow(() -> notBuilt(target.resolve(prefix + "*.jar")));
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw notBuilt(folder);
    }
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IllegalStateException notBuilt(Path missing) {
    return new IllegalStateException(missing + " is missing: build the modules with ./dev build");
  }
}
