package dev.transferjob.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ExecutionException;

/** Turns plans into images with Jib: as a tar file, or straight into a registry. */
final class ImageWriter {
  /** The name under which the local node knows an image; no registry answers to it. */
  static final String LOCAL = "localhost/transferjob/";

  private final BuildCache cache;

  ImageWriter(BuildCache cache) {
    this.cache = cache;
  }

  /** Writes the image as a Docker archive. */
  void writeTar(ImagePlan plan, Path file) throws IOException, InterruptedException {
    try {
      write(plan, Containerizer.to(TarImage.at(file).named(LOCAL + plan.name())));
    } catch (InvalidImageReferenceException e) {
      throw new IllegalArgumentException("Not an image name: " + plan.name(), e);
    }
  }

  /**
   * Pushes the image and returns its digest. Credentials are those of the user's Docker
   * configuration. Plain HTTP is spoken only to a registry on this machine.
   *
   * @param registry host and path, for example {@code registry.example.com/team}
   */
  String push(ImagePlan plan, Registry registry) throws IOException, InterruptedException {
    try {
      return write(plan, registry.destination(plan.name())).getDigest().toString();
    } catch (InvalidImageReferenceException e) {
      throw new IllegalArgumentException("Not an image name: " + registry.nameOf(plan.name()), e);
    }
  }

  private JibContainer write(ImagePlan plan, Containerizer destination)
      throws IOException, InterruptedException {
    try {
      Path caches = cache.folder("jib");
      return builder(plan)
          .containerize(
              destination
                  .setToolName("transferjob")
                  .setBaseImageLayersCache(caches.resolve("base"))
                  .setApplicationLayersCache(caches.resolve("application")));
    } catch (RegistryException | CacheDirectoryCreationException e) {
      throw new IOException("Cannot write the image " + plan.name() + ": " + e.getMessage(), e);
    } catch (ExecutionException e) {
      String cause = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new IOException("Cannot write the image " + plan.name() + ": " + cause, e);
    } catch (InvalidImageReferenceException e) {
      throw new IllegalArgumentException("Not an image name: " + plan.name(), e);
    }
  }

  private static JibContainerBuilder builder(ImagePlan plan)
      throws InvalidImageReferenceException, IOException {
    JibContainerBuilder builder =
        Jib.from(TarImage.at(plan.base().resolve(BaseArchive.ARCHIVE)))
            .setCreationTime(Instant.EPOCH)
            .setUser(ImagePlan.USER + ":" + ImagePlan.USER)
            .setEnvironment(plan.environment())
            .setEntrypoint(plan.entrypoint())
            .addLabel("org.opencontainers.image.title", "transferjob/" + plan.name())
            .addLabel("org.opencontainers.image.licenses", "Apache-2.0");
    for (Layer layer : plan.layers()) {
      builder.addFileEntriesLayer(entries(layer));
    }
    return builder;
  }

  private static FileEntriesLayer entries(Layer layer) throws IOException {
    FileEntriesLayer.Builder entries = FileEntriesLayer.builder().setName(layer.name());
    for (var content : layer.content().entrySet()) {
      for (Path path : ImageFiles.paths(content.getValue())) {
        if (Files.isRegularFile(path)) { // Jib adds the folders, with fixed times.
          String below = content.getValue().relativize(path).toString();
          AbsoluteUnixPath place = AbsoluteUnixPath.get(content.getKey()).resolve(below);
          entries.addEntry(path, place, permissions(path), ImageFiles.FILE_TIME);
        }
      }
    }
    return entries.build();
  }

  private static FilePermissions permissions(Path path) {
    return FilePermissions.fromOctalString(Files.isExecutable(path) ? "755" : "644");
  }
}
