package dev.transferjob.cluster;

import java.util.List;

/** Where a command of the cluster runs. */
interface Launcher {
  /** On this machine, like any other process. */
  Launcher DIRECT = command -> command;

  List<String> command(List<String> command);
}
