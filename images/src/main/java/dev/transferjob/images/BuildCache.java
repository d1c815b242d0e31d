package dev.transferjob.images;

import dev.transferjob.cluster.FileMutex;
import dev.transferjob.cluster.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Results of slow steps, kept outside of the source tree and found again by what went into them.
 *
 * <p>An entry is a folder that appears whole or not at all, also when two builds make it at once or
 * one of them is killed.
 */
public final class BuildCache {
  private static final int KEPT_ENTRIES = 4;
  private static final Duration ALWAYS_KEPT = Duration.ofHours(2);

  private final Path root;

  public BuildCache(Path root) {
    this.root = root.toAbsolutePath();
  }

  /**
   * The cache of this user: TRANSFERJOB_CACHE, else transferjob below XDG_CACHE_HOME or ~/.cache.
   */
  public static BuildCache ofUser() {
    Map<String, String> environment = System.getenv();
    String home = System.getProperty("user.home");
    Path caches = Path.of(environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache"));
    String own = environment.get("TRANSFERJOB_CACHE");
    return new BuildCache(own == null ? caches.resolve("transferjob") : Path.of(own));
  }

  /** Fills an empty folder with an entry's files. */
  @FunctionalInterface
  public interface Maker {
    void make(Path folder) throws IOException, InterruptedException;
  }

  /**
   * Returns the folder of an entry, making it first if it is not there.
   *
   * @param name the kind of entry, for example {@code java-runtime}
   * @param key a digest of everything that decides the entry's content
   */
  public Path entry(String name, String key, Maker maker) throws IOException, InterruptedException {
    Path kind = root.resolve(name);
    Path entry = kind.resolve(key);
    Files.createDirectories(kind);
    if (!Files.exists(entry)) {
      try (var _ = FileMutex.hold(kind.resolve(".lock"))) {
        make(kind, entry, maker);
      }
    }
    touch(entry);
    return entry;
  }

  /** A folder of the cache that its user keeps in order himself. */
  public Path folder(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }

  private static void make(Path kind, Path entry, Maker maker)
      throws IOException, InterruptedException {
    // Another build may have made it while this one waited.
    if (Files.exists(entry)) {
      return;
    }
    Path unfinished = kind.resolve(".unfinished");
    FileTree.delete(unfinished);
    maker.make(Files.createDirectories(unfinished));
    ImageFiles.fixTimes(unfinished);
    Files.move(unfinished, entry, StandardCopyOption.ATOMIC_MOVE);
    // With the fixed times of its content it would be the oldest, and removed at once.
    touch(entry);
    removeOld(kind);
  }

  /** The times of entries tell which ones are in use. */
  private static void touch(Path entry) throws IOException {
    Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
  }

  private static void removeOld(Path kind) throws IOException {
    List<Path> newestFirst;
    try (var entries = Files.list(kind)) {
      newestFirst =
          entries
              .filter(path -> !path.getFileName().toString().startsWith("."))
              .sorted(Comparator.comparing(ImageFiles::lastModified).reversed())
              .toList();
    }
    Instant limit = Instant.now().minus(ALWAYS_KEPT);
    for (Path old : newestFirst.stream().skip(KEPT_ENTRIES).toList()) {
      if (ImageFiles.lastModified(old).isBefore(limit)) {
        FileTree.delete(old);
      }
    }
  }
}
