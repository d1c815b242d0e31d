package dev.transferjob.trainer.job;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the pod tells the trainer; each place can be overridden by an environment variable.
 *
 * @param progressUrl where to push progress; empty: nowhere
 * @param gpus how many the pod asked for
 * @param threads cores to compute on
 */
record TrainerEnvironment(
    Path job,
    Path authority,
    Path token,
    Path termination,
    Path inputs,
    Path output,
    Optional<URI> progressUrl,
    String pod,
    int gpus,
    boolean isCpuAllowed,
    int threads) {

  static TrainerEnvironment of(Map<String, String> env) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new TrainerEnvironment(
        path(env, "TRANSFERJOB_JOB_FILE", "/etc/transferjob/job.json"),
        path(env, "TRANSFERJOB_CA_FILE", "/etc/transferjob/ca.pem"),
        path(env, "TRANSFERJOB_TOKEN_FILE", "/var/run/transferjob/token"),
        path(env, "TRANSFERJOB_TERMINATION_FILE", "/dev/termination-log"),
        path(env, "TRANSFERJOB_INPUTS", "/mnt/inputs"),
        path(env, "TRANSFERJOB_OUTPUT", "/mnt/output"),
        Optional.ofNullable(env.get("TRANSFERJOB_PROGRESS_URL"))
            .filter(url -> !url.isBlank())
            .map(URI::create),
        env.getOrDefault("POD_NAME", "local"),
        number(env, "TRANSFERJOB_GPUS", 0),
        Boolean.parseBoolean(env.getOrDefault("TRANSFERJOB_ALLOW_CPU", "false")),
        Math.clamp(number(env, "TRANSFERJOB_CPU_LIMIT", cores), 1, cores));
  }

  private static Path path(Map<String, String> env, String name, String usual) {
    return Path.of(env.getOrDefault(name, usual));
  }

  private static int number(Map<String, String> env, String name, int usual) {
    String value = env.getOrDefault(name, "");
    return value.isBlank() ? usual : Integer.parseInt(value.strip());
  }
}
