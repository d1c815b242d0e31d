package dev.transferjob.trainer.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A volume of a few kibibytes at a folder, in a mount namespace of its own: only what runs {@link
 * #within} sees it there, and with the process that holds the namespace it is gone.
 */
final class SmallClaim implements AutoCloseable {
  private final Path folder;
  private final Process holder;

  private SmallClaim(Path folder, Process holder) {
    this.folder = folder;
    this.holder = holder;
  }

  /** Needs root. */
  static SmallClaim of(int kibibytes, Path folder) throws IOException {
    Files.createDirectories(folder);
    String script =
        "mount -t tmpfs -o size=%dk tmpfs '%s' && echo mounted && exec sleep 600"
            .formatted(kibibytes, folder);
    var command = List.of("unshare", "--mount", "sh", "-c", script);
    Process holder = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = holder.inputReader().readLine();
    if (!"mounted".equals(said)) {
      holder.destroyForcibly();
      throw new IOException("no small volume: " + said);
    }
    return new SmallClaim(folder, holder);
  }

  /** Put before a command, this lets it see the volume. */
  List<String> within() {
    return List.of("nsenter", "--mount", "--target", Long.toString(holder.pid()), "--");
  }

  void enlarge(int kibibytes) throws IOException, InterruptedException {
    var resize = List.of("mount", "-o", "remount,size=%dk".formatted(kibibytes), folder.toString());
    var command = Stream.concat(within().stream(), resize.stream()).toList();
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("the volume was not enlarged: mount ended with " + code);
    }
  }

  /** Where this process sees what is on the volume at {@code path}. */
  Path seen(Path path) {
    return Path.of("/proc/%d/root%s".formatted(holder.pid(), path));
  }

  @Override
  public void close() {
    holder.destroyForcibly();
  }
}
