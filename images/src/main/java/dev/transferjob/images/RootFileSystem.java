package dev.transferjob.images;

import dev.transferjob.cluster.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of an image laid out in a folder, so that its programs run in it as they will in a pod:
 * same paths, same file times, same user.
 *
 * <p>A program runs in name spaces of its own. Its mounts and its processes end with it, also when
 * this JVM is killed; only the folder could stay, and the next layout removes it.
 */
final class RootFileSystem implements AutoCloseable {
  /** The folder becomes a mount of its own, as a container's root is: Java looks mounts up. */
  private static final String ENTER =
      """
      set -e
      mount --bind "$0" "$0"
      mount --rbind /dev "$0/dev"
      mount -t proc proc "$0/proc"
      exec chroot "$@"
      """;

  private final Path folder;

  private RootFileSystem(Path folder) {
    this.folder = folder;
  }

  /** Lays the image out below {@code parent}, which must be on the file system of the cache. */
  static RootFileSystem layOut(ImagePlan plan, Path parent)
      throws IOException, InterruptedException {
    Path folder = parent.resolve("root");
    FileTree.delete(folder);
    for (String mountPoint : List.of("dev", "proc")) {
      Files.createDirectories(folder.resolve(mountPoint));
    }
    String base = plan.base().resolve(BaseArchive.LAYER).toString();
    Command.run("tar", "--extract", "--file=" + base, "--directory=" + folder);
    for (Layer layer : plan.layers()) {
      for (var content : layer.content().entrySet()) {
        ImageFiles.link(content.getValue(), folder.resolve(content.getKey().substring(1)));
      }
    }
    return new RootFileSystem(folder);
  }

  /** Prepares a program of the image to run with the image's environment and nothing else. */
  ProcessBuilder program(ImagePlan plan, List<String> command) {
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> all = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork"));
    all.add("--kill-child");
    if (!root) {
      all.add("--map-root-user");
    }
    all.addAll(List.of("sh", "-c", ENTER, folder.toString()));
    if (root) {
      all.add("--userspec=%d:%d".formatted(ImagePlan.USER, ImagePlan.USER));
    }
    all.add(folder.toString());
    all.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().putAll(plan.environment());
    return builder;
  }

  /** A file of the image, by its absolute path there. */
  Path file(String path) {
    return folder.resolve(path.substring(1));
  }

  @Override
  public void close() throws IOException {
    FileTree.delete(folder);
  }
}
