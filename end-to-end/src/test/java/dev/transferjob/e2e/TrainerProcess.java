package dev.transferjob.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The operating system's process of a trainer's pod, which runs on this machine. */
final class TrainerProcess {
  private TrainerProcess() {}

  /** Found by the pod's UID, which is in the environment of the container and nowhere else. */
  static ProcessHandle of(Pod pod) {
    var uid = "POD_UID=" + pod.getMetadata().getUid();
    return ProcessHandle.allProcesses()
        .filter(process -> environment(process).contains(uid))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no process of " + pod.getMetadata().getName()));
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
