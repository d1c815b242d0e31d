package dev.transferjob.cluster;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Builds one Go module into the cache, once for each state of its sources. */
final class GoBuild {
  private static final System.Logger LOG = System.getLogger("dev.transferjob.cluster");
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final String COMPONENT_VERSION = "k8s.io/component-base/version.git";

  private final String name;
  private final String mainPackage;
  private final GoSource source;
  private final Path cache;

  GoBuild(String name, String mainPackage, GoSource source, Path cache) {
    this.name = name;
    this.mainPackage = mainPackage;
    this.source = source;
    this.cache = cache;
  }

  boolean isDone() {
    return Files.isExecutable(target());
  }

  Path binary() {
    var binary = target();
    if (!isDone()) {
      try (var _ = FileMutex.hold(cache.resolve("programs/" + name + ".lock"))) {
        buildOnce(binary);
      }
    }
    return binary;
  }

  private Path target() {
    return cache.resolve("programs").resolve(name).resolve(source.sha256()).resolve(name);
  }

  private void buildOnce(Path binary) {
    // Another process may have built it while this one waited for the lock.
    if (Files.isExecutable(binary)) {
      return;
    }
    try {
      Files.createDirectories(binary.getParent());
      var work = Files.createTempDirectory(cache, "build-" + name + "-");
      try {
        source.writeTo(work);
        compile(work);
        Files.move(work.resolve(name), binary, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        FileTree.delete(work);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot build " + name + " below " + cache, e);
    }
  }

  /** Go fetches the module when this machine does not have it any more. */
  Path sources() {
    try {
      Files.createDirectories(cache);
      var work = Files.createTempDirectory(cache, "sources-" + name + "-");
      try {
        source.writeTo(work);
        var list =
            List.of("go", "-C", work.toString(), "list", "-f", "{{.Module.Dir}}", mainPackage);
        return Path.of(Command.run(list).lines().reduce((_, last) -> last).orElseThrow());
      } finally {
        FileTree.delete(work);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot find the sources of " + name, e);
    }
  }

  private void compile(Path work) throws IOException {
    var start = Instant.now();
    var log = work.resolve("build.log");
    LOG.log(INFO, "Building {0}", name);
    var builder = new ProcessBuilder(command()).directory(work.toFile()).redirectErrorStream(true);
    builder.environment().put("CGO_ENABLED", "0");
    var go = start(builder.redirectOutput(log.toFile()));
    try {
      while (!go.waitFor(HEARTBEAT)) {
        LOG.log(INFO, "Building {0}: {1} s so far", name, seconds(start));
      }
    } catch (InterruptedException e) {
      go.descendants().forEach(ProcessHandle::destroy);
      go.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while building " + name, e);
    }
    if (go.exitValue() != 0) {
      throw new IllegalStateException("go build of " + name + " failed:\n" + Files.readString(log));
    }
    LOG.log(INFO, "Built {0} in {1} s", name, seconds(start));
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "Cannot run \"go\": install Go 1.26 or newer (https://go.dev/dl) and put it on the PATH.",
          e);
    }
  }

  private List<String> command() {
    var linker = new StringBuilder("-s -w");
    source
        .pinned("k8s.io/kubernetes")
        .ifPresent(version -> linker.append(kubernetesVersion(version)));
    return List.of(
        "go",
        "build",
        "-trimpath",
        "-buildvcs=false",
        "-ldflags",
        linker.toString(),
        "-o",
        name,
        mainPackage);
  }

  /** Clients ask the server for its version; an unstamped build says 0.0. */
  private static String kubernetesVersion(String version) {
    var numbers = version.substring(1).split("\\.", -1);
    return " -X %1$sVersion=%2$s -X %1$sMajor=%3$s -X %1$sMinor=%4$s"
        .formatted(COMPONENT_VERSION, version, numbers[0], numbers[1]);
  }

  private static long seconds(Instant start) {
    return Duration.between(start, Instant.now()).toSeconds();
  }
}
