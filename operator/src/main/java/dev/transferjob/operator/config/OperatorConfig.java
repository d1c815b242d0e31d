package dev.transferjob.operator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The operator's own options; each is a value of the Helm chart. */
@ConfigMapping(prefix = "transferjob")
public interface OperatorConfig {
  Trainer trainer();

  Progress progress();

  PriorityBoost priorityBoost();

  LeaderElection leaderElection();

  /** The pods that train. */
  interface Trainer {
    /** The trainer's image, by name and tag or digest. */
    String image();

    /** As in a pod's spec. */
    @WithDefault("IfNotPresent")
    String imagePullPolicy();

    /**
     * The service account of trainer pods, in every namespace with jobs. It needs no rights, and
     * none of its tokens but the one for reporting progress is mounted.
     */
    @WithDefault("default")
    String serviceAccountName();

    /** Whether a pod that asked for a GPU and finds none may train on the CPU. */
    @WithDefault("false")
    boolean allowCpu();

    /** How GPUs are known in this cluster, as a JSON list of vendors in place of the known ones. */
    Optional<String> vendors();
  }

  /** What trainers report while they run. */
  interface Progress {
    /** Scheme, host and port that pods reach the operator by; left out, pods report nothing. */
    Optional<String> url();

    /** The certificate, as a PEM file, that pods trust. */
    @WithDefault("/etc/transferjob/tls/ca.crt")
    String caFile();

    /** A job's progress is written to its status at most once in this time. */
    @WithDefault("10s")
    Duration interval();

    /**
     * Writes of status a second, of all jobs together; progress waits its turn, changes of state do
     * not.
     */
    @WithDefault("50")
    int statusWritesPerSecond();

    /** Reports a second that are taken from one pod; a burst may be five times as many. */
    @WithDefault("2")
    int reportsPerSecond();
  }

  /**
   * How Kueue is told what preempting a running job would cost. Needs Kueue's alpha gate
   * PriorityBoost, which cannot be seen from outside.
   */
  interface PriorityBoost {
    @WithDefault("false")
    boolean enabled();

    /**
     * The most that is added to a job's priority. Less than the distance between priority classes,
     * or a lower class could not be preempted by a higher one.
     */
    @WithDefault("10")
    int max();

    /** Unsaved GPU seconds that add one. */
    @WithDefault("600")
    long gpuSecondsPerPoint();
  }

  /** Which of several replicas works. */
  interface LeaderElection {
    @WithDefault("transferjob-operator")
    String leaseName();

    /** Where the Lease lies; left out, the operator's own namespace. */
    Optional<String> namespace();
  }
}
