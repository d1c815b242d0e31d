package dev.transferjob.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** Trains the quick start's samples for one epoch, as a pod would, but reports to nobody. */
final class TrainerRecording implements Recording {
  private static final String JOB = "recorded-job.json";

  private final Path samples;

  /**
   * @param samples the folder that the quick start serves as the claim {@code samples}
   */
  TrainerRecording(Path samples) {
    this.samples = samples;
  }

  @Override
  public String key() {
    return job();
  }

  @Override
  public void run(RootFileSystem root, ImagePlan plan, List<String> command, Path log)
      throws IOException, InterruptedException {
    Files.writeString(root.file("/tmp/job.json"), job());
    Path claim = Files.createDirectories(root.file("/tmp/inputs/samples"));
    Command.run("cp", "--recursive", samples + "/.", claim.toString());
    Path output = Files.createDirectories(root.file("/tmp/output/models"));
    Files.setPosixFilePermissions(output, PosixFilePermissions.fromString("rwxrwxrwx"));
    ProcessBuilder builder = root.program(plan, command).redirectOutput(log.toFile());
    builder.environment().putAll(environment());
    int exitCode = Command.start(builder).waitFor();
    if (exitCode != 0) {
      throw new IOException(Command.describe(command, exitCode, Files.readString(log)));
    }
  }

  private static Map<String, String> environment() {
    return Map.of(
        "TRANSFERJOB_JOB_FILE", "/tmp/job.json",
        "TRANSFERJOB_INPUTS", "/tmp/inputs",
        "TRANSFERJOB_OUTPUT", "/tmp/output",
        "TRANSFERJOB_TERMINATION_FILE", "/tmp/termination-log",
        "TRANSFERJOB_ALLOW_CPU", "true");
  }

  private static String job() {
    try (var in = TrainerRecording.class.getResourceAsStream(JOB)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("The jar lacks " + JOB, e);
    }
  }
}
