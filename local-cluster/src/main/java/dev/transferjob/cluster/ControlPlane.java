package dev.transferjob.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command lines of etcd, the API server, the controller manager and the scheduler. */
final class ControlPlane {
  private final Path kubernetes;
  private final ClusterFolder folder;
  private final Network network;
  private final Launcher launcher;

  ControlPlane(Path kubernetes, ClusterFolder folder, Network network, Launcher launcher) {
    this.kubernetes = kubernetes;
    this.folder = folder;
    this.network = network;
    this.launcher = launcher;
  }

  List<String> etcd() {
    return command(
        "etcd",
        "--data-dir=" + folder.path().resolve("etcd"),
        // A socket in a folder that only its owner can enter needs no port and no certificate.
        "--listen-client-urls=" + etcdUrl("etcd.sock"),
        "--listen-peer-urls=" + etcdUrl("peer.sock"),
        // Demanded, and to be no socket, but nobody ever asks a single etcd for its address.
        "--advertise-client-urls=http://localhost:2379",
        // Nothing here is to survive a power cut.
        "--unsafe-no-fsync",
        "--log-level=warn");
  }

  List<String> apiServer() {
    return command(
        "kube-apiserver", Stream.of(serving(), serviceAccounts(), clients()).flatMap(List::stream));
  }

  private List<String> serving() {
    var everywhere = network instanceof Network.OwnNamespace;
    return List.of(
        "--etcd-servers=" + etcdUrl("etcd.sock"),
        "--bind-address=" + (everywhere ? "0.0.0.0" : network.apiServerAddress()),
        "--secure-port=" + network.apiServerPort(),
        "--advertise-address=" + network.apiServerAddress(),
        // Pods reach the API server through a Service; without a node nobody does.
        "--endpoint-reconciler-type=" + (everywhere ? "lease" : "none"),
        "--service-cluster-ip-range=" + network.services(),
        "--tls-cert-file=" + pki("apiserver.crt"),
        "--tls-private-key-file=" + pki("apiserver.key"),
        "--allow-privileged=true");
  }

  private List<String> serviceAccounts() {
    return List.of(
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        "--service-account-key-file=" + pki("sa.pub"),
        "--service-account-signing-key-file=" + pki("sa.key"));
  }

  private List<String> clients() {
    return List.of(
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        "--token-auth-file=" + pki("tokens.csv"),
        "--client-ca-file=" + pki("ca.crt"),
        "--kubelet-client-certificate=" + pki("apiserver-kubelet-client.crt"),
        "--kubelet-client-key=" + pki("apiserver-kubelet-client.key"),
        "--kubelet-certificate-authority=" + pki("ca.crt"),
        "--kubelet-preferred-address-types=InternalIP",
        "--requestheader-client-ca-file=" + pki("front-proxy-ca.crt"),
        "--requestheader-allowed-names=front-proxy-client",
        "--requestheader-username-headers=X-Remote-User",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        "--proxy-client-cert-file=" + pki("front-proxy-client.crt"),
        "--proxy-client-key-file=" + pki("front-proxy-client.key"));
  }

  List<String> controllerManager() {
    return command(
        "kube-controller-manager",
        "--kubeconfig=" + folder.kubeconfig(User.CONTROLLER_MANAGER),
        "--use-service-account-credentials=true",
        "--service-account-private-key-file=" + pki("sa.key"),
        "--root-ca-file=" + pki("ca.crt"),
        "--leader-elect=false",
        "--secure-port=0",
        "--kube-api-qps=1000",
        "--kube-api-burst=2000");
  }

  List<String> scheduler() {
    return command(
        "kube-scheduler",
        "--kubeconfig=" + folder.kubeconfig(User.SCHEDULER),
        "--leader-elect=false",
        "--secure-port=0",
        "--kube-api-qps=1000",
        "--kube-api-burst=2000");
  }

  private String etcdUrl(String socket) {
    return "unix://" + folder.path().resolve(socket);
  }

  private String pki(String file) {
    return folder.pki().resolve(file).toString();
  }

  private List<String> command(String part, String... arguments) {
    return command(part, Stream.of(arguments));
  }

  private List<String> command(String part, Stream<String> arguments) {
    var command = new ArrayList<>(List.of(kubernetes.toString(), part));
    arguments.forEach(command::add);
    return launcher.command(command);
  }
}
