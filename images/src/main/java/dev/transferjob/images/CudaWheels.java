package dev.transferjob.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * libtorch for CUDA, out of PyTorch's own wheel and those of NVIDIA that it names: 2.8 GB that pip
 * fetches, each file checked against its pinned digest.
 */
final class CudaWheels {
  /** Where libraries lie that are only loaded when a driver is there. */
  static final String ON_DEMAND = "/opt/libtorch-driver";

  private static final String REQUIREMENTS = "cuda-requirements.txt";
  private static final String TORCH = "torch-";
  private static final String ALWAYS = "always";
  private static final String DRIVER = "driver";
  private static final List<String> PLATFORMS =
      List.of("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64");

  private static final Pattern LIBRARY =
      Pattern.compile("(torch|cusparselt|nvidia/[^/]+)/lib/(lib[^/]+)");

  /** DJL loads every library of its folder: what Python needs, and tools, would fail or waste. */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "lib(torch_python|shm|cufile_rdma|cusolverMg|cufftw|nvblas|nvperf_.*|checkpoint"
              + "|pcsamplingutil)\\.so.*");

  /** It is linked with the driver, and would keep the folder from loading where there is none. */
  private static final Pattern NEEDS_DRIVER = Pattern.compile("libcaffe2_nvrtc\\.so");

  private final BuildCache cache;

  CudaWheels(BuildCache cache) {
    this.cache = cache;
  }

  /** NVIDIA's libraries first, which change least; they and PyTorch's share one folder. */
  List<Layer> layers() throws IOException, InterruptedException {
    Path wheels = cache.entry("cuda-wheels", new Digest().add(requirements()).hex(), this::fetch);
    return List.of(
        layer("cuda", wheel -> !wheel.startsWith(TORCH), wheels),
        layer("libtorch-cuda", wheel -> wheel.startsWith(TORCH), wheels));
  }

  private void fetch(Path folder) throws IOException, InterruptedException {
    Path requirements = folder.resolve(REQUIREMENTS);
    Files.writeString(requirements, requirements());
    List<String> command = new ArrayList<>(List.of("python3", "-m", "pip", "download"));
    command.addAll(List.of("--quiet", "--disable-pip-version-check", "--no-deps"));
    command.addAll(List.of("--only-binary=:all:", "--require-hashes", "--no-cache-dir"));
    command.addAll(List.of("--implementation=cp", "--python-version=311"));
    command.addAll(List.of("--abi=cp311", "--abi=none"));
    PLATFORMS.forEach(platform -> command.add("--platform=" + platform));
    command.addAll(List.of("--dest=" + folder, "--requirement=" + requirements));
    Command.run(command, Map.of());
  }

  private Layer layer(String name, Predicate<String> chosen, Path wheels)
      throws IOException, InterruptedException {
    String key =
        new Digest().add(LIBRARY).add(LEFT_OUT).add(NEEDS_DRIVER).add(wheels.getFileName()).hex();
    Path entry =
        cache.entry(
            name,
            key,
            folder -> {
              for (Path wheel : ImageFiles.paths(wheels)) {
                String file = wheel.getFileName().toString();
                if (file.endsWith(".whl") && chosen.test(file)) {
                  unpack(wheel, folder);
                }
              }
            });
    var content = new TreeMap<>(Map.of(Libtorch.HOME, entry.resolve(ALWAYS)));
    if (Files.exists(entry.resolve(DRIVER))) {
      content.put(ON_DEMAND, entry.resolve(DRIVER));
    }
    return new Layer(name, key, content);
  }

  private static void unpack(Path wheel, Path folder) throws IOException {
    try (var zip = new ZipFile(wheel.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        var library = LIBRARY.matcher(entry.getName());
        if (library.matches() && !LEFT_OUT.matcher(library.group(2)).matches()) {
          boolean needsDriver = NEEDS_DRIVER.matcher(library.group(2)).matches();
          Path place = Files.createDirectories(folder.resolve(needsDriver ? DRIVER : ALWAYS));
          try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, place.resolve(library.group(2)));
          }
        }
      }
    }
  }

  private static String requirements() throws IOException {
    try (InputStream in = CudaWheels.class.getResourceAsStream(REQUIREMENTS)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
