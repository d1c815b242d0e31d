package dev.transferjob.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the kernel tells of a process' memory.
 *
 * @param resident MiB now
 * @param peak the most MiB so far
 * @param minorFaults pages so far that were mapped without reading them from a disk
 */
record ProcessMemory(double resident, double peak, long minorFaults) {
  private static final int FAULTS = 7;

  /** Empty if the process has ended. */
  static Optional<ProcessMemory> ifAlive(Process process) {
    Path folder = Path.of("/proc", Long.toString(process.pid()));
    try {
      String status = Files.readString(folder.resolve("status"));
      String stat = Files.readString(folder.resolve("stat"));
      // The second field, the program's name in parentheses, may hold spaces.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Optional.of(
          new ProcessMemory(
              mebibytes(status, "VmRSS:"),
              mebibytes(status, "VmHWM:"),
              Long.parseLong(fields[FAULTS])));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static double mebibytes(String status, String key) {
    return status
        .lines()
        .filter(line -> line.startsWith(key))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0); // while it ends it has none
  }
}
