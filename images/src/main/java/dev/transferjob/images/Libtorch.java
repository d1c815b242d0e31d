package dev.transferjob.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * PyTorch's native libraries, unpacked from DJL's jars into one folder.
 *
 * <p>DJL would unpack them at each start into a cache folder, which takes 2 s and 450 MB of a pod's
 * disk. Symbol tables, a fifth of the largest library, are stripped: nothing links against it.
 */
final class Libtorch {
  /** Where the libraries lie in an image. */
  static final String HOME = "/opt/libtorch";

  private final BuildCache cache;

  Libtorch(BuildCache cache) {
    this.cache = cache;
  }

  /**
   * @param libtorch the jar {@code pytorch-native-cpu}; not used for CUDA
   * @param binding the jar {@code pytorch-jni}
   */
  List<Layer> layers(Flavor flavor, Path libtorch, Path binding)
      throws IOException, InterruptedException {
    List<Layer> layers = new ArrayList<>();
    if (flavor == Flavor.CUDA) {
      layers.addAll(new CudaWheels(cache).layers());
    } else {
      layers.add(layer("libtorch", libtorch, "pytorch/cpu/linux-x86_64/"));
    }
    String folder = "jnilib/linux-x86_64/%s/".formatted(flavor.binding());
    layers.add(layer("libtorch-java", binding, folder));
    return layers;
  }

  private Layer layer(String name, Path jar, String folder)
      throws IOException, InterruptedException {
    String key = new Digest().add("stripped").add(folder).addFile(jar).hex();
    return Layer.of(name, key, HOME, cache.entry(name, key, into -> unpack(jar, folder, into)));
  }

  private static void unpack(Path jar, String prefix, Path folder)
      throws IOException, InterruptedException {
    try (var zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> libraries =
          zip.stream()
              .filter(entry -> entry.getName().startsWith(prefix) && !entry.isDirectory())
              .toList();
      for (ZipEntry library : libraries) {
        Path file = folder.resolve(library.getName().substring(prefix.length()));
        try (InputStream in = zip.getInputStream(library)) {
          Files.copy(in, file);
        }
        Command.run("strip", "--strip-unneeded", file.toString());
      }
    }
  }
}
