package dev.transferjob.bench;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process of a pod's only container, which runs on this machine. */
public record PodProcess(ProcessHandle handle) {

  /** Found by the host name that the container runtime puts into its environment: the pod's. */
  public static PodProcess of(Pod pod) {
    // Pods of indexed Jobs have a host name of their own, without the pod name's random end.
    var own = pod.getSpec().getHostname();
    var name = "HOSTNAME=" + (own == null ? pod.getMetadata().getName() : own) + "\0";
    return ProcessHandle.allProcesses()
        .filter(process -> environment(process).contains(name))
        .findFirst()
        .map(PodProcess::new)
        .orElseThrow(() -> new IllegalStateException("no process has " + name));
  }

  double residentMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(handle.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private static String environment(ProcessHandle process) {
    try {
      var file = Path.of("/proc", Long.toString(process.pid()), "environ");
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // it has ended meanwhile
    }
  }
}
