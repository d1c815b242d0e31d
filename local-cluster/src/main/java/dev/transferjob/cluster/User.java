package dev.transferjob.cluster;

import java.util.Locale;

/** Who talks to the API server, each with a token of its own. */
enum User {
  ADMIN("kubernetes-admin", "system:masters"),
  CONTROLLER_MANAGER("system:kube-controller-manager", ""),
  SCHEDULER("system:kube-scheduler", ""),
  NODE("system:node:" + Node.NAME, "system:nodes"),
  PROXY("system:kube-proxy", "system:node-proxier"),
  /** As a process, where there is no service account to run as. */
  KUEUE("kueue", "system:masters"),
  /** No built-in role reads all that CoreDNS's Kubernetes plugin wants; the process is ours. */
  DNS("coredns", "system:masters");

  private final String userName;
  private final String group;

  User(String userName, String group) {
    this.userName = userName;
    this.group = group;
  }

  /** A line of the API server's token file. */
  String tokenLine(String token) {
    return "%s,%s,%s,\"%s\"%n".formatted(token, userName, name().toLowerCase(Locale.ROOT), group);
  }

  String userName() {
    return userName;
  }

  String fileName() {
    return this == ADMIN
        ? "kubeconfig"
        : name().toLowerCase(Locale.ROOT).replace('_', '-') + ".kubeconfig";
  }
}
