package dev.transferjob.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A Go program of the local cluster, built from the Go modules that this module carries. */
public enum GoProgram {
  /** etcd, the control plane, kubelet, kube-proxy and kubectl, chosen by the first argument. */
  KUBERNETES("Kubernetes", "."),
  HELM("Helm", "helm.sh/helm/v4/cmd/helm"),
  COREDNS("CoreDNS", "."),
  /** Only built for a cluster that is to have it. */
  KUEUE("Kueue", "sigs.k8s.io/kueue/cmd/kueue"),
  /** Says that pods run and end on nodes that are not there. */
  KWOK("KWOK", "."),
  /** The first process of every pod and of a whole node. */
  PAUSE("pause", ".");

  /** A cluster with a node, and Helm to install into it. */
  public static final List<GoProgram> OF_A_NODE = List.of(KUBERNETES, HELM, COREDNS, PAUSE);

  private final String title;
  private final String mainPackage;

  GoProgram(String title, String mainPackage) {
    this.title = title;
    this.mainPackage = mainPackage;
  }

  /** As people write its name. */
  public String title() {
    return title;
  }

  public boolean isBuilt() {
    return build().isDone();
  }

  /** The executable file; builds it first when this machine has not built it yet (minutes). */
  public Path binary() {
    return build().binary();
  }

  /** The sources of the module that the program is built from, as Go keeps them. */
  Path sources() {
    return build().sources();
  }

  private GoBuild build() {
    var name = title.toLowerCase(Locale.ROOT);
    var source = GoSource.fromResources("go/" + name);
    return new GoBuild(name, mainPackage, source, Folders.ofThisUser().cache());
  }
}
