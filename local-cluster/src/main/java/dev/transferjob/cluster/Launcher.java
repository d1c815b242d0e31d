package dev.transferjob.cluster;

import java.util.List;
import java.util.stream.Stream;

/** Where a command of the cluster runs. */
interface Launcher {
  /** On this machine, like any other process. */
  Launcher DIRECT = command -> command;

  /**
   * On this machine, and no longer than this supervisor holds the other end of its standard input;
   * for programs that do not care for that themselves.
   */
  Launcher LEASHED =
      command -> {
        var leash =
            "exec 3<&0; { cat <&3 >/dev/null; kill -KILL $$; } & exec \"$@\" </dev/null 3<&-";
        return Stream.concat(Stream.of("sh", "-c", leash, "sh"), command.stream()).toList();
      };

  List<String> command(List<String> command);
}
