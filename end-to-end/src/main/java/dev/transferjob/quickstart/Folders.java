package dev.transferjob.quickstart;

import dev.transferjob.images.Workspace;
import java.nio.file.Path;

/** The quick start's folders in a checkout. */
record Folders(Path samples, Path models) {
  static Folders of(Workspace workspace) {
    return new Folders(
        workspace.root().resolve("samples").resolve("glyphs"),
        workspace.root().resolve("build").resolve("models"));
  }
}
