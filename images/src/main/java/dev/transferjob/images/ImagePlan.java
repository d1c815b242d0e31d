package dev.transferjob.images;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an image consists of, before a byte of it is written.
 *
 * @param name repository and tag without a registry, for example {@code trainer:0.1.0}
 * @param base folder of the Debian base
 * @param layers from the one that changes least to the one that changes most
 */
record ImagePlan(
    String name,
    Path base,
    List<Layer> layers,
    Map<String, String> environment,
    List<String> entrypoint) {
  /** The user of every container; the files of the image belong to root and are only read. */
  static final int USER = 65532;

  ImagePlan {
    layers = List.copyOf(layers);
    environment = new TreeMap<>(environment);
    entrypoint = List.copyOf(entrypoint);
  }

  /** Two plans with one key give the same image. */
  String key() {
    Digest digest = new Digest().add(name).add(base.getFileName()).add(environment).add(entrypoint);
    layers.forEach(layer -> digest.add(layer.name()).add(layer.key()));
    return digest.hex();
  }

  ImagePlan with(Layer layer) {
    List<Layer> all = new ArrayList<>(layers);
    all.add(layer);
    return new ImagePlan(name, base, all, environment, entrypoint);
  }

  ImagePlan withEntrypoint(List<String> other) {
    return new ImagePlan(name, base, layers, environment, other);
  }
}
