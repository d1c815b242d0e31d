package dev.transferjob.api;

/**
 * A place in a PersistentVolumeClaim of the job's namespace.
 *
 * @param claim the claim's name
 * @param path the path in its volume, without a leading or trailing slash; empty for the root
 */
public record ClaimUri(String claim, String path) {
  static final int MAX_LENGTH = 512;
  private static final String CLAIM = "pvc://[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?";
  private static final String SEGMENTS = "(/[A-Za-z0-9_@+=,-][A-Za-z0-9._@+=, -]{0,254})";

  static final String SCHEME_RULE = "self.uri.startsWith('pvc://')";
  static final String SCHEME_MESSAGE =
      "only pvc://CLAIM/PATH is supported: copy the data into a PersistentVolumeClaim of this"
          + " namespace and name it so";
  static final String FILE_RULE =
      "!self.uri.startsWith('pvc://') || self.uri.matches('^" + CLAIM + SEGMENTS + "+$')";
  static final String FILE_MESSAGE =
      "must be pvc://CLAIM/PATH with a path below the claim's root whose parts do not start with a"
          + " dot";
  static final String FOLDER_RULE =
      "!self.uri.startsWith('pvc://') || self.uri.matches('^" + CLAIM + SEGMENTS + "*$')";
  static final String FOLDER_MESSAGE =
      "must be pvc://CLAIM or pvc://CLAIM/PATH, where no part of the path starts with a dot";

  /**
   * Takes a URI apart.
   *
   * @throws IllegalArgumentException if it is not of the form {@code pvc://CLAIM/PATH}
   */
  public static ClaimUri parse(String uri) {
    if (!uri.matches(CLAIM + SEGMENTS + "*")) {
      throw new IllegalArgumentException(uri + ": " + SCHEME_MESSAGE);
    }
    var rest = uri.substring("pvc://".length());
    int slash = rest.indexOf('/');
    return slash < 0
        ? new ClaimUri(rest, "")
        : new ClaimUri(rest.substring(0, slash), rest.substring(slash + 1));
  }

  @Override
  public String toString() {
    return path.isEmpty() ? "pvc://" + claim : "pvc://" + claim + "/" + path;
  }
}
