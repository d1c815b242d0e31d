package dev.transferjob.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.images.NativeTuning;
import dev.transferjob.protocol.JobSnapshot;
import dev.transferjob.protocol.ProtocolJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** One job of the trainer in a process of its own, without a cluster, from start to result. */
final class TrainerRun {
  /** As in a pod that is limited to 2 GiB: at most a quarter of it, a 64th at first. */
  private static final String[] HEAP = {"-Xmx512m", "-Xms32m"};

  private TrainerRun() {}

  /**
   * Runs it to its end.
   *
   * @param spec YAML
   * @param inputs the folder that holds the claims that the spec reads, by name
   * @param work an empty folder for everything that the run writes
   */
  static Measured of(String spec, Path inputs, Path work) throws IOException, InterruptedException {
    var read = new ObjectMapper(new YAMLFactory()).readValue(spec, TransferJobSpec.class);
    var job = new JobSnapshot("bench", "bench", UUID.randomUUID().toString(), 1, read);
    Path snapshot = work.resolve("job.json");
    ProtocolJson.mapper().writeValue(snapshot.toFile(), job);
    var command = Java.command(HEAP);
    command.add("dev.transferjob.trainer.job.Main");
    var builder = new ProcessBuilder(command);
    var environment = builder.environment();
    environment.putAll(NativeTuning.ENVIRONMENT);
    environment.put("TRANSFERJOB_JOB_FILE", snapshot.toString());
    environment.put("TRANSFERJOB_TERMINATION_FILE", work.resolve("end").toString());
    environment.put("TRANSFERJOB_INPUTS", inputs.toString());
    environment.put("TRANSFERJOB_OUTPUT", Files.createDirectories(work.resolve("out")).toString());
    Files.createDirectories(work.resolve("out/models"));
    return Measured.of(builder);
  }
}
