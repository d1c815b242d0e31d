package dev.transferjob.trainer.data;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.Sha256;
import dev.transferjob.trainer.TrainerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a data set holds: the digest of each sample's content, and one for all.
 *
 * @param contents of each sample, in order
 * @param value lower-case hex of sha256 over each sample's name and content
 */
public record DataDigest(List<String> contents, String value) {

  public DataDigest {
    contents = List.copyOf(contents);
  }

  /** Reads every file once, on all cores. */
  public static DataDigest of(Dataset data) {
    List<String> contents = data.samples().parallelStream().map(DataDigest::content).toList();
    var lines = new ArrayList<String>();
    for (int i = 0; i < contents.size(); i++) {
      lines.add(data.samples().get(i).name() + "\t" + contents.get(i));
    }
    return new DataDigest(contents, Sha256.of(String.join("\n", lines)));
  }

  /** Samples whose content an earlier sample has. */
  public int duplicates() {
    return contents.size() - Set.copyOf(contents).size();
  }

  /** Samples whose content is also in {@code other}. */
  public long shared(DataDigest other) {
    Set<String> known = Set.copyOf(other.contents);
    return contents.stream().filter(known::contains).count();
  }

  /** Makes sure that every image can be decoded, so that none spoils the end of a long job. */
  public static void requireDecodable(Dataset data) {
    data.samples().parallelStream().forEach(sample -> ImageDecoder.decode(sample.file()));
  }

  private static String content(Sample sample) {
    try {
      return Sha256.ofFile(sample.file());
    } catch (IOException | UncheckedIOException e) {
      throw new TrainerException(
          ExitCode.DATA_INVALID,
          "%s cannot be read (%s); check its permissions for user 65532"
              .formatted(sample.file(), e.getMessage()),
          e);
    }
  }
}
