package dev.transferjob.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Eager PyTorch from PyPI, in a virtual environment outside of the tree. */
final class Peer {
  static final String ABSENT =
      "no PyTorch. Make one with: python3 -m venv ~/.cache/transferjob/pytorch &&"
          + " ~/.cache/transferjob/pytorch/bin/pip install torch==2.7.1 torchvision==0.22.1 numpy"
          + " safetensors==0.5.3";

  /** Names the folder of whole training scripts to compare with. */
  private static final String FOLDER = "TRANSFERJOB_PEER_SCRIPTS";

  static final String NO_SCRIPTS =
      "no scripts to compare with; set " + FOLDER + " to the folder of hymenoptera.py. " + ABSENT;

  private Peer() {}

  /** The interpreter of the virtual environment; empty where there is none. */
  static Optional<Path> python() {
    var home = System.getenv("TRANSFERJOB_PYTORCH");
    var folder =
        home == null
            ? Path.of(System.getProperty("user.home"), ".cache", "transferjob", "pytorch")
            : Path.of(home);
    return Optional.of(folder.resolve("bin/python")).filter(Files::isExecutable);
  }

  /** Whole training scripts, and what runs them. */
  record Scripts(Path python, Path folder) {}

  /** Empty where one of both is missing. */
  static Optional<Scripts> scripts() {
    return Optional.ofNullable(System.getenv(FOLDER))
        .map(Path::of)
        .filter(Files::isDirectory)
        .flatMap(folder -> python().map(interpreter -> new Scripts(interpreter, folder)));
  }

  /** The peer's program as a file. */
  static Path script() {
    try (var source = Peer.class.getResourceAsStream("/dev/transferjob/bench/step.py")) {
      var file = Files.createTempFile("step", ".py");
      file.toFile().deleteOnExit();
      Files.write(file, source.readAllBytes());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
