package dev.transferjob.trainer.data;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.Sha256;
import dev.transferjob.trainer.TrainerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** What a data set holds, as one number: sha256 over each sample's name and content digest. */
public final class DataDigest {
  private DataDigest() {}

  /** Lower-case hex; reads every file once, on all cores. */
  public static String of(Dataset data) {
    List<String> lines = data.samples().parallelStream().map(DataDigest::line).toList();
    return Sha256.of(String.join("\n", lines));
  }

  /** Makes sure that every image can be decoded, so that none spoils the end of a long job. */
  public static void requireDecodable(Dataset data) {
    data.samples().parallelStream().forEach(sample -> ImageDecoder.decode(sample.file()));
  }

  private static String line(Sample sample) {
    try {
      return sample.name() + "\t" + Sha256.ofFile(sample.file());
    } catch (IOException | UncheckedIOException e) {
      throw new TrainerException(
          ExitCode.DATA_INVALID,
          "%s cannot be read (%s); check its permissions for user 65532"
              .formatted(sample.file(), e.getMessage()),
          e);
    }
  }
}
