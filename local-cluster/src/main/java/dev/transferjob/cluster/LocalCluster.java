package dev.transferjob.cluster;

import static java.lang.System.Logger.Level.INFO;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A real Kubernetes on this machine, made of plain processes that this JVM starts and watches.
 *
 * <p>{@link #close()} removes all that it made, and so does the end of the JVM. After {@code
 * SIGKILL} the processes end by themselves; the next start, or {@code down}, removes the files.
 */
public final class LocalCluster extends Cluster implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.transferjob.cluster");

  private static final String KUEUE_IMAGE = "localhost/transferjob/kueue";
  private static final String KUEUE_TAG = "1";

  private final Options options;
  private final Deque<Running> running = new ArrayDeque<>();
  private Launcher launcher = Launcher.DIRECT;
  private final Thread onExit = new Thread(this::remove, "remove-cluster");
  private boolean closed;

  private LocalCluster(Options options, ClusterFolder folder) {
    super(folder);
    this.options = options;
  }

  /** Starts a cluster and waits until it is ready. */
  public static LocalCluster start(Options options) {
    // Built before the cluster takes its name, so that a long build blocks nobody.
    var programs = Programs.build(options);
    if (options.node()) {
      DebianPackages.forNode().require();
    }
    var start = Instant.now();
    var cluster = new LocalCluster(options, Registry.ofThisUser().take(options.name()));
    Runtime.getRuntime().addShutdownHook(cluster.onExit);
    try {
      cluster.bringUp(programs);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
    var millis = Duration.between(start, Instant.now()).toMillis();
    LOG.log(INFO, "Cluster {0} is ready after {1} ms", options.name(), Long.toString(millis));
    return cluster;
  }

  private void bringUp(Programs programs) {
    if (options.node()) {
      bringUpNode(programs);
    } else {
      bringUpControlPlane(programs);
    }
    options.addons().forEach(addon -> install(addon, programs));
    Atomically.write(folder().ready(), "");
  }

  private void install(Addon addon, Programs programs) {
    switch (addon) {
      case KUEUE -> {
        if (options.node()) {
          kueueInPod(programs);
        } else {
          kueueAsProcess(programs);
        }
      }
    }
    Atomically.write(folder().addon(addon), "");
  }

  private void kueueInPod(Programs programs) {
    var tar = folder().path().resolve("kueue.tar");
    var image = new StaticImage(KUEUE_IMAGE + ":" + KUEUE_TAG, programs.kueue(), "manager");
    image.writeTo(tar);
    importImage(tar);
    FileTree.delete(tar);
    new KueueChart(folder()).install(KUEUE_IMAGE, KUEUE_TAG);
  }

  private void kueueAsProcess(Programs programs) {
    try (var client = client()) {
      var kueue = new KueueProcess(programs.kueue(), folder(), client);
      start("kueue", kueue.install());
      kueue.awaitReady();
    }
  }

  private void bringUpControlPlane(Programs programs) {
    var commands = controlPlane(programs, Network.Loopback.onFreePort(), Launcher.DIRECT);
    startStore(commands);
    try (var readiness = new Readiness(this)) {
      readiness.awaitApiServer();
      startControllers(commands);
      readiness.awaitControllers();
    }
  }

  private void bringUpNode(Programs programs) {
    var namespace = keep(NodeNamespace.create(folder(), programs.pause()));
    launcher = namespace;
    var node = new Node(programs, folder(), namespace);
    var commands = controlPlane(programs, namespace.network(), namespace);
    start("containerd", node.containerd());
    startStore(commands);
    node.importPauseImage();
    try (var readiness = new Readiness(this)) {
      readiness.awaitApiServer();
      start("kubelet", node.kubelet());
      startControllers(commands);
      // Before anything talks to a Service: without it the request leaves by the default route.
      start("kube-proxy", node.kubeProxy());
      start("coredns", node.coreDns());
      readiness.awaitControllers();
      readiness.awaitNode();
    }
    gpus(options.gpus());
  }

  /** Adds nodes that are not there, so many of each kind; see {@link FakeNodes}. */
  public void fakeNodes(int each) {
    start("kwok", launcher.command(FakeNodes.command(folder())));
    try (var client = client()) {
      FakeNodes.create(client, each);
    }
  }

  private ControlPlane controlPlane(Programs programs, Network network, Launcher launcher) {
    new Credentials(folder(), network).create();
    return new ControlPlane(programs.kubernetes(), folder(), network, launcher);
  }

  private void startStore(ControlPlane commands) {
    start("etcd", commands.etcd());
    start("kube-apiserver", commands.apiServer());
  }

  private void startControllers(ControlPlane commands) {
    start("kube-controller-manager", commands.controllerManager());
    if (options.scheduler()) {
      start("kube-scheduler", commands.scheduler());
    }
  }

  private void start(String part, List<String> command) {
    keep(Part.start(part, command, folder()));
  }

  private <T extends Running> T keep(T part) {
    synchronized (running) {
      if (closed) {
        part.close();
        throw new IllegalStateException("The cluster was closed while it started.");
      }
      running.push(part);
    }
    return part;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // The JVM is ending already, and its hook does the work.
      return;
    }
    remove();
  }

  private void remove() {
    synchronized (running) {
      if (closed) {
        return;
      }
      closed = true;
      running.forEach(Running::close);
    }
    new Leftovers(folder()).remove();
  }
}
