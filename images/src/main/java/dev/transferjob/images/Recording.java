package dev.transferjob.images;

import java.nio.file.Path;
import java.util.List;

/** A run of an image's program, from which the JVM learns what to prepare for the next start. */
interface Recording {
  /** Changes when another run is recorded. */
  String key();

  /**
   * Runs the program, with everything that it needs, until it has ended by itself or by SIGTERM.
   *
   * @param root the image's files
   * @param command the image's entry point, made to record
   * @param log takes what the program prints
   */
  void run(RootFileSystem root, ImagePlan plan, List<String> command, Path log) throws Exception;
}
