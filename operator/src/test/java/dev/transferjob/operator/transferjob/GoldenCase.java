package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.progress.LiveReport;
import dev.transferjob.operator.queue.Kueue;
import dev.transferjob.operator.queue.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a case holds before the reconciler looks at it. */
record GoldenCase(TransferJob resource, Observed seen) {

  /** Reads every input of a folder; one of an unknown name is an error. */
  static GoldenCase read(Path folder) throws IOException {
    TransferJob resource = null;
    Optional<Job> job = Optional.empty();
    Optional<LiveReport> report = Optional.empty();
    Optional<Obstacle> obstacle = Optional.empty();
    List<Pod> pods = new ArrayList<>();
    List<Pod> predecessors = new ArrayList<>();
    List<Job> strays = new ArrayList<>();
    var kueue = Kueue.ABSENT;
    try (var files = Files.newDirectoryStream(folder, "in-*")) {
      for (var file : files) {
        var text = Files.readString(file);
        switch (file.getFileName().toString().replaceAll("^in-|(-[0-9])?\\.yaml$", "")) {
          case "TransferJob" -> resource = Serialization.unmarshal(text, TransferJob.class);
          case "Job" -> job = Optional.of(Serialization.unmarshal(text, Job.class));
          case "Pod" -> pods.add(Serialization.unmarshal(text, Pod.class));
          case "stray" -> strays.add(Serialization.unmarshal(text, Job.class));
          case "predecessor" -> predecessors.add(Serialization.unmarshal(text, Pod.class));
          case "report" -> report = Optional.of(Serialization.unmarshal(text, LiveReport.class));
          case "obstacle" -> obstacle = Optional.of(Serialization.unmarshal(text, Obstacle.class));
          case "Workload" ->
              kueue = new Kueue(true, Optional.of(Serialization.unmarshal(text, Workload.class)));
          case "kueue-installed" -> kueue = new Kueue(true, Optional.empty());
          default -> throw new IllegalStateException("Nobody reads " + file);
        }
      }
    }
    return new GoldenCase(
        resource, new Observed(job, strays, pods, predecessors, report, obstacle, kueue));
  }

  /** As the caches keep it. */
  GoldenCase cached() {
    return new GoldenCase(
        Memory.of(resource),
        new Observed(
            seen.job().map(Memory::of),
            seen.strays().stream().map(Memory::of).toList(),
            seen.pods().stream().map(Memory::of).toList(),
            seen.predecessors().stream().map(Memory::of).toList(),
            seen.report(),
            seen.obstacle(),
            seen.kueue()));
  }
}
