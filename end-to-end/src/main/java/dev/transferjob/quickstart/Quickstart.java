package dev.transferjob.quickstart;

import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import dev.transferjob.images.Steps;
import dev.transferjob.images.Workspace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** From nothing to a trained model: cluster, operator, job, result. */
final class Quickstart {
  static final String NAMESPACE = "default";

  private static final String MODELS = "pvc://models/";
  private static final String OUTPUT = "glyphs";
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private final Workspace workspace;
  private final Site site;
  private final Steps steps;
  private final PrintStream out;

  Quickstart(Workspace workspace, Site site, Steps steps, PrintStream out) {
    this.workspace = workspace;
    this.site = site;
    this.steps = steps;
    this.out = out;
  }

  /** Returns whether the job completed. */
  boolean run() throws Exception {
    Path kubeconfig = site.prepare();
    var installation = Installation.of(kubeconfig, workspace);
    steps.run("Operator, by its Helm chart", () -> install(installation));
    steps.run("Claims with the samples", () -> provideClaims());
    try (KubernetesClient client = client(kubeconfig)) {
      Path manifest = workspace.quickstartJob();
      String output = site.newFolder(OUTPUT);
      String job = Files.readString(manifest).replace(MODELS + OUTPUT, MODELS + output);
      out.printf("%n  kubectl apply -f %s%n", workspace.root().relativize(manifest));
      return train(client, Serialization.unmarshal(job, TransferJob.class));
    }
  }

  private boolean train(KubernetesClient client, TransferJob job) throws Exception {
    job.getMetadata().setNamespace(NAMESPACE);
    var run = new JobRun(client, job);
    run.create();
    var view = new ProgressView(out, steps.isTerminal());
    TransferJobStatus status = run.follow(view::show, PATIENCE);
    view.end();
    var summary = new Summary(job.getMetadata().getName(), status);
    if (!summary.isComplete()) {
      out.print(summary.failure());
      return false;
    }
    String path = status.result().uri().substring(MODELS.length());
    out.print(summary.success(site.model(path), site.nextCommands()));
    return true;
  }

  private Void install(Installation installation) throws Exception {
    installation.install(site.imageNames());
    return null;
  }

  private Void provideClaims() throws Exception {
    site.provideClaims();
    return null;
  }

  static KubernetesClient client(Path kubeconfig) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
        .build();
  }
}
