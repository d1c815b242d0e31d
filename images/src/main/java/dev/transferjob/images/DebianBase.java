package dev.transferjob.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The lowest layer of both images: Debian's C and C++ libraries, an allocator, and the user that
 * pods run as.
 *
 * <p>There is no shell, no package manager and no root login in it.
 */
final class DebianBase {
  private static final String SUITE = "bookworm";
  private static final String PACKAGES = "libc6,libgcc-s1,libstdc++6,zlib1g,libjemalloc2";
  private static final Pattern KEPT =
      Pattern.compile(
          "(usr/)?lib(64)?/(x86_64-linux-gnu/)?[^/]+\\.so[^/]*"
              + "|etc/ld\\.so\\.conf(\\.d/.*)?"
              + "|usr/share/doc/[^/]+/copyright");
  private static final Map<String, String> WRITTEN =
      Map.of(
          "etc/passwd",
          """
          root:x:0:0:root:/:/sbin/nologin
          transferjob:x:65532:65532:transferjob:/tmp:/sbin/nologin
          """,
          "etc/group",
          """
          root:x:0:
          transferjob:x:65532:
          """,
          "etc/nsswitch.conf",
          """
          passwd: files
          group: files
          hosts: files dns
          """);

  private final BuildCache cache;

  DebianBase(BuildCache cache) {
    this.cache = cache;
  }

  /**
   * The folder that holds the base image as a Docker archive and its layer as {@code layer.tar}.
   */
  Path folder() throws IOException, InterruptedException {
    Digest key = new Digest().add(SUITE).add(PACKAGES).add(KEPT).add(BaseArchive.FORMAT);
    WRITTEN.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(key::add);
    List<String> policy = new ArrayList<>(List.of("apt-cache", "policy"));
    policy.addAll(List.of(PACKAGES.split(",")));
    key.add(candidates(Command.run(policy, Map.of("LC_ALL", "C"))));
    return cache.entry("debian-base", key.hex(), this::make);
  }

  private void make(Path folder) throws IOException, InterruptedException {
    Path raw = folder.resolve("raw.tar");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("mmdebstrap", "--variant=extract", "--include=" + PACKAGES));
    command.addAll(List.of(SUITE, raw.toString()));
    machineSources().map(Path::toString).forEach(command::add);
    Command.run(command, Map.of("SOURCE_DATE_EPOCH", "1", "LC_ALL", "C"));
    try (var archive = new BaseArchive(folder)) {
      copyKept(raw, archive);
      for (var file : WRITTEN.entrySet()) {
        archive.addText(file.getKey(), file.getValue());
      }
      archive.addTemporaryFolder("tmp/");
    }
    Files.delete(raw);
  }

  private static void copyKept(Path raw, BaseArchive archive) throws IOException {
    try (InputStream file = Files.newInputStream(raw);
        var tar = new TarArchiveInputStream(file)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().replaceFirst("^\\./", "");
        if (!entry.isDirectory() && KEPT.matcher(name).matches()) {
          archive.copy(name, entry, tar);
        }
      }
    }
  }

  /** The machine's own mirrors, so that a proxy or a local mirror serves images too. */
  private static Stream<Path> machineSources() {
    return Stream.of("/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list")
        .map(Path::of)
        .filter(Files::isRegularFile)
        .filter(file -> file.toFile().length() > 0)
        .limit(1);
  }

  /** New package versions make a new base; what happens to be installed here does not. */
  private static List<String> candidates(String policy) {
    return policy.lines().filter(line -> line.contains("Candidate:")).toList();
  }
}
