package dev.transferjob.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCacheTest {
  @TempDir Path root;

  @Test
  void makesAnEntryOnce() throws Exception {
    // Given
    var cache = new BuildCache(root);
    var made = new AtomicInteger();
    BuildCache.Maker maker =
        folder -> Files.writeString(folder.resolve("file"), "made " + made.incrementAndGet());

    // When
    Path first = cache.entry("kind", "key", maker);
    Path second = cache.entry("kind", "key", maker);

    // Then
    assertThat(second).isEqualTo(first);
    assertThat(first.resolve("file")).hasContent("made 1");
  }

  @Test
  void keepsNothingOfAnEntryThatFails() throws Exception {
    // Given
    var cache = new BuildCache(root);
    BuildCache.Maker failing =
        folder -> {
          Files.writeString(folder.resolve("half"), "");
          throw new IOException("disk full");
        };

    // When
    assertThatThrownBy(() -> cache.entry("kind", "key", failing)).hasMessage("disk full");
    Path entry =
        cache.entry("kind", "key", folder -> Files.writeString(folder.resolve("whole"), ""));

    // Then
    assertThat(entry).isDirectoryContaining("glob:**whole").isDirectoryNotContaining("glob:**half");
  }

  @Test
  void givesEveryFileTheSameTime() throws Exception {
    // Given
    var cache = new BuildCache(root);

    // When
    Path entry =
        cache.entry("kind", "key", folder -> Files.writeString(folder.resolve("file"), ""));

    // Then
    assertThat(ImageFiles.lastModified(entry.resolve("file"))).isEqualTo(ImageFiles.FILE_TIME);
  }

  @Test
  void buildersThatMeetWaitForEachOther() throws Exception {
    // Given
    var made = new AtomicInteger();
    BuildCache.Maker slow =
        folder -> {
          made.incrementAndGet();
          Thread.sleep(50);
        };

    // When
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var entries =
          IntStream.range(0, 4)
              .mapToObj(_ -> threads.submit(() -> new BuildCache(root).entry("kind", "key", slow)))
              .toList();
      for (Future<Path> entry : entries) {
        entry.get();
      }
    }

    // Then
    assertThat(made).hasValue(1);
  }
}
