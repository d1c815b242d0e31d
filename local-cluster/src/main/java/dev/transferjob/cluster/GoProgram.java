package dev.transferjob.cluster;

import java.nio.file.Path;

/** A Go program of the local cluster, built from the Go modules that this module carries. */
public enum GoProgram {
  /** etcd, the control plane, kubelet, kube-proxy and kubectl, chosen by the first argument. */
  KUBERNETES("kubernetes", "."),
  HELM("helm", "helm.sh/helm/v4/cmd/helm"),
  COREDNS("coredns", "."),
  /** The first process of every pod and of a whole node. */
  PAUSE("pause", ".");

  private final String folder;
  private final String mainPackage;

  GoProgram(String folder, String mainPackage) {
    this.folder = folder;
    this.mainPackage = mainPackage;
  }

  /** The executable file; builds it first when this machine has not built it yet (minutes). */
  public Path binary() {
    var source = GoSource.fromResources("go/" + folder);
    return new GoBuild(folder, mainPackage, source, Folders.ofThisUser().cache()).binary();
  }
}
