package dev.transferjob.bench;

import dev.transferjob.cluster.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is gone afterwards. */
record Scratch(Path path) implements AutoCloseable {

  Scratch(String name) throws IOException {
    this(Files.createTempDirectory("transferjob-" + name));
  }

  @Override
  public void close() {
    FileTree.delete(path);
  }
}
