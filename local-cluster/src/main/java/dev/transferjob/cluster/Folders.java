package dev.transferjob.cluster;

import java.nio.file.Path;
import java.util.Map;

/** Where this module keeps what it builds and what it runs. */
final class Folders {
  private final Map<String, String> environment;
  private final String user;

  Folders(Map<String, String> environment, String user) {
    this.environment = environment;
    this.user = user;
  }

  static Folders ofThisUser() {
    return new Folders(System.getenv(), System.getProperty("user.name"));
  }

  /**
   * Built programs: {@code TRANSFERJOB_CACHE}, or {@code transferjob} in the user's cache folder.
   */
  Path cache() {
    return variable(
        "TRANSFERJOB_CACHE", variable("XDG_CACHE_HOME", home(".cache")).resolve("transferjob"));
  }

  /**
   * Running clusters: {@code TRANSFERJOB_STATE}, or a folder on a real file system, which container
   * layers need.
   */
  Path clusters() {
    var own = variable("XDG_STATE_HOME", home(".local/state")).resolve("transferjob");
    return variable("TRANSFERJOB_STATE", isRoot() ? Path.of("/var/lib/transferjob") : own);
  }

  boolean isRoot() {
    return user.equals("root");
  }

  private Path variable(String name, Path otherwise) {
    var value = environment.get(name);
    return value == null || value.isBlank() ? otherwise : Path.of(value).toAbsolutePath();
  }

  private static Path home(String below) {
    return Path.of(System.getProperty("user.home"), below);
  }
}
