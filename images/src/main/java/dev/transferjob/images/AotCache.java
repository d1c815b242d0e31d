package dev.transferjob.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds the JVM's ahead-of-time cache to an image (JEP 483, 514 and 515): classes loaded and linked
 * as a recorded run left them, with its profiles.
 *
 * <p>The cache fits one JVM and jars at one path with one time, so it is recorded in the image's
 * own files. Two recordings differ in their bytes; this layer alone is not reproducible from
 * nothing, but the recorded file is kept for as long as what it was made from stays the same.
 */
final class AotCache {
  private static final String FILE = "application.aot";
  private static final String HOME = "/opt/aot";
  private static final String RECORDED = "/tmp/" + FILE;
  private static final String LOG = "recording.log";

  private final BuildCache cache;

  AotCache(BuildCache cache) {
    this.cache = cache;
  }

  ImagePlan addTo(ImagePlan plan, Recording recording) throws IOException, InterruptedException {
    String key = new Digest().add(plan.key()).add(recording.key()).hex();
    Path entry = cache.entry("aot", key, folder -> record(plan, recording, folder));
    return plan.with(Layer.of("aot", key, HOME + "/" + FILE, entry.resolve(FILE)))
        .withEntrypoint(command(plan, "-XX:AOTCache=" + HOME + "/" + FILE));
  }

  private void record(ImagePlan plan, Recording recording, Path folder)
      throws IOException, InterruptedException {
    Path log = folder.resolve(LOG);
    try (var root = RootFileSystem.layOut(plan, cache.folder("aot-root"))) {
      recording.run(root, plan, command(plan, "-XX:AOTCacheOutput=" + RECORDED), log);
      Path recorded = root.file(RECORDED);
      if (!Files.exists(recorded)) {
        throw new IOException("the JVM wrote no AOT cache:\n" + Files.readString(log));
      }
      Files.move(recorded, folder.resolve(FILE));
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** The entry point with one more option of the JVM. */
  private static List<String> command(ImagePlan plan, String option) {
    List<String> command = new ArrayList<>(plan.entrypoint());
    command.add(1, option);
    return command;
  }
}
