package dev.transferjob.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process, told apart from any later process that gets the same number.
 *
 * @param pid its number
 * @param startTicks when it started, in clock ticks since the machine's start
 * @param boot the machine's start that the ticks count from
 */
record ProcessIdentity(long pid, long startTicks, String boot) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** The process that has this number now; empty when there is none, or only its exit status. */
  static Optional<ProcessIdentity> of(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The second field, the program's name, may hold spaces and brackets.
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      var dead = fields[0].equals("Z") || fields[0].equals("X");
      return dead
          ? Optional.empty()
          : Optional.of(
              new ProcessIdentity(
                  pid, Long.parseLong(fields[19]), Files.readString(BOOT_ID).strip()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      // The process ended while its file was read.
      if (!Files.exists(Path.of("/proc/" + pid))) {
        return Optional.empty();
      }
      throw new UncheckedIOException(e);
    }
  }

  static ProcessIdentity ofThisProcess() {
    return of(ProcessHandle.current().pid()).orElseThrow();
  }

  static ProcessIdentity parse(String text) {
    var parts = text.split(" ", 3);
    return new ProcessIdentity(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
  }

  boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  void terminate() {
    if (isAlive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }
  }

  void kill() {
    if (isAlive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  public String toString() {
    return pid + " " + startTicks + " " + boot;
  }
}
