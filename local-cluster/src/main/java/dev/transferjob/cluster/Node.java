package dev.transferjob.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command lines of a node's container runtime, DNS, proxy and kubelet. */
final class Node {
  static final String NAME = "node";

  private final Programs programs;
  private final ClusterFolder folder;
  private final NodeNamespace namespace;

  Node(Programs programs, ClusterFolder folder, NodeNamespace namespace) {
    this.programs = programs;
    this.folder = folder;
    this.namespace = namespace;
  }

  List<String> containerd() {
    configure("cni/pods.conflist");
    return namespace.command(List.of("containerd", "--config=" + configure("containerd.toml")));
  }

  List<String> coreDns() {
    var program = programs.coreDns().toString();
    return namespace.command(List.of(program, "-conf=" + configure("Corefile")));
  }

  List<String> kubeProxy() {
    return kubernetes("kube-proxy", "--config=" + configure("kube-proxy.yaml"));
  }

  List<String> kubelet() {
    // Pods inherit no DNS server of this machine; their names end in the cluster.
    Atomically.write(folder.path().resolve("resolv.conf"), "");
    return kubernetes(
        "kubelet",
        "--config=" + configure("kubelet.yaml"),
        "--kubeconfig=" + folder.kubeconfig(User.NODE),
        "--hostname-override=" + NAME,
        "--node-ip=" + namespace.network().apiServerAddress());
  }

  void importPauseImage() {
    var tar = folder.path().resolve("pause.tar");
    new StaticImage("localhost/transferjob/pause:1", programs.pause()).writeTo(tar);
    Images.load(folder, tar);
  }

  private List<String> kubernetes(String part, String... arguments) {
    var command = new ArrayList<>(List.of(programs.kubernetes().toString(), part));
    command.addAll(List.of(arguments));
    return namespace.command(command);
  }

  private String configure(String file) {
    var network = namespace.network();
    var text =
        Resource.text(
            file,
            Map.of(
                "NODE", NAME,
                "NODE_ADDRESS", network.apiServerAddress(),
                "PODS", network.pods(),
                "SNAPSHOTTER", snapshotter(),
                "CGROUP", Cgroups.of(folder.name()).root()));
    var path = folder.path().resolve(file);
    FileTree.create(path.getParent());
    Atomically.write(path, text);
    return path.toString();
  }

  /** An overlay cannot lie on another, as in a container; plain copies can. */
  private String snapshotter() {
    return FileTree.isOverlay(folder.path()) ? "native" : "overlayfs";
  }
}
