package dev.transferjob.images;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The image that trains: Java, libtorch, the trainer's libraries and the trainer. */
final class TrainerImage {
  private static final String LIBRARIES = "/opt/trainer/lib";
  private static final String CODE = "/opt/trainer/app";
  private static final String LIBTORCH_JAR = "ai.djl.pytorch.pytorch-native-cpu-";
  private static final String BINDING_JAR = "ai.djl.pytorch.pytorch-jni-";
  private static final String MAIN = "dev.transferjob.trainer.job.Main";

  private static final List<String> JVM_OPTIONS =
      List.of(
          "-XX:MaxRAMPercentage=25",
          // A limit that no training fits is used up, and named OutOfMemory; with half of it
          // as heap the JVM would not even start.
          "-XX:MinRAMPercentage=100",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-UsePerfData",
          // The AOT cache is mapped where it was recorded for; moving it would touch all its pages.
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "--enable-native-access=ALL-UNNAMED",
          "-Djava.awt.headless=true",
          "-Dai.djl.pytorch.graph_optimizer=false");

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PYTORCH_LIBRARY_PATH", Libtorch.HOME,
          "PYTORCH_VERSION", "2.7.1",
          "DJL_OFFLINE", "true",
          "DJL_CACHE_DIR", "/tmp/djl");

  /** What NVIDIA's container toolkit puts in, and where others mount the driver's libraries. */
  private static final Map<String, String> CUDA_ENVIRONMENT =
      Map.of(
          "NVIDIA_DRIVER_CAPABILITIES",
          "compute,utility",
          "LD_LIBRARY_PATH",
          Libtorch.HOME + ":" + CudaWheels.ON_DEMAND + ":/usr/local/nvidia/lib64");

  private final BuildCache cache;
  private final Workspace workspace;
  private final Flavor flavor;

  TrainerImage(BuildCache cache, Workspace workspace, Flavor flavor) {
    this.cache = cache;
    this.workspace = workspace;
    this.flavor = flavor;
  }

  ImagePlan plan() throws IOException, InterruptedException {
    List<Path> all = workspace.trainerLibraries();
    List<Path> libraries = select(all, jar -> !isOwn(jar) && !isNative(jar));
    List<Path> own = new ArrayList<>(select(all, TrainerImage::isOwn));
    own.add(workspace.trainerJar());
    List<Layer> layers = new ArrayList<>(List.of(new JavaRuntime(cache).layer()));
    layers.addAll(
        new Libtorch(cache).layers(flavor, find(all, LIBTORCH_JAR), find(all, BINDING_JAR)));
    layers.add(layer("libraries", LIBRARIES, libraries).in(cache));
    layers.add(
        layer("trainer", CODE, own).addText("java.options", options(libraries, own)).in(cache));
    return new ImagePlan(
        "trainer:" + workspace.version() + flavor.suffix(),
        new DebianBase(cache).folder(),
        layers,
        environment(),
        List.of(JavaRuntime.HOME + "/bin/java", "@" + CODE + "/java.options"));
  }

  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>(ENVIRONMENT);
    all.putAll(NativeTuning.ENVIRONMENT);
    all.put("PYTORCH_FLAVOR", flavor.binding());
    if (flavor == Flavor.CUDA) {
      all.putAll(CUDA_ENVIRONMENT);
    }
    return Map.copyOf(all);
  }

  private static FolderLayer layer(String name, String home, List<Path> jars) {
    var layer = new FolderLayer(name, home);
    jars.forEach(jar -> layer.add(jar.getFileName().toString(), jar));
    return layer;
  }

  /** The JVM's options as a file: an entry point with forty jars in it cannot be read. */
  private static String options(List<Path> libraries, List<Path> own) {
    String classPath =
        Stream.concat(
                libraries.stream().map(jar -> LIBRARIES + "/" + jar.getFileName()),
                own.stream().map(jar -> CODE + "/" + jar.getFileName()))
            .collect(Collectors.joining(":"));
    return Stream.of(NativeTuning.HEAP, JVM_OPTIONS, List.of("-cp", classPath, MAIN))
        .flatMap(List::stream)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static List<Path> select(List<Path> jars, Predicate<Path> predicate) {
    return jars.stream().filter(predicate).toList();
  }

  private static Path find(List<Path> jars, String prefix) {
    return jars.stream()
        .filter(jar -> named(jar, prefix))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The trainer's libraries lack " + prefix));
  }

  private static boolean isOwn(Path jar) {
    return named(jar, "dev.transferjob.");
  }

  /** Their content lies unpacked in the layer below. */
  private static boolean isNative(Path jar) {
    return named(jar, LIBTORCH_JAR) || named(jar, BINDING_JAR);
  }

  private static boolean named(Path jar, String prefix) {
    return jar.getFileName().toString().startsWith(prefix);
  }
}
