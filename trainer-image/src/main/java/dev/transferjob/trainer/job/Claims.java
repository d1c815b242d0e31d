package dev.transferjob.trainer.job;

import dev.transferjob.api.ClaimUri;
import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.TrainerException;
import java.nio.file.Path;

/** Where the claims are mounted. */
record Claims(Path inputs, Path output) {

  /** The path of something to read. */
  Path input(String field, String uri) {
    return resolve(inputs, field, uri);
  }

  /** The path of the folder to write. */
  Path output(String uri) {
    return resolve(output, "output.uri", uri);
  }

  private static Path resolve(Path mounts, String field, String uri) {
    try {
      ClaimUri place = ClaimUri.parse(uri);
      return mounts.resolve(place.claim()).resolve(place.path());
    } catch (IllegalArgumentException e) {
      throw new TrainerException(ExitCode.INVALID_SPEC, field + ": " + e.getMessage(), e);
    }
  }
}
