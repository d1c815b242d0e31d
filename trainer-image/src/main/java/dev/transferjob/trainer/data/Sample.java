package dev.transferjob.trainer.data;

import java.nio.file.Path;

/**
 * One labelled image.
 *
 * @param name path below the data folder with forward slashes; the sample's identity
 * @param label index into the class list
 */
public record Sample(String name, Path file, int label) {

  /** A number that stands for this sample in random streams, whatever its place in a batch. */
  long identity() {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
