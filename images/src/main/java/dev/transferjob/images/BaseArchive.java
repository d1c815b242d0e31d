package dev.transferjob.images;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes one layer and wraps it as a Docker archive, the form in which Jib takes a base image.
 *
 * <p>Jib itself writes files and folders only; the symbolic links of a Debian library folder need
 * this class. Entries are sorted and carry a fixed time, so equal content gives equal bytes.
 */
final class BaseArchive implements AutoCloseable {
  /** Changes when this class writes the same input in another way. */
  static final int FORMAT = 1;

  static final String LAYER = "layer.tar";
  static final String ARCHIVE = "base.tar";

  private record Item(TarArchiveEntry entry, ByteBuffer content) {}

  private final Path folder;
  private final List<Item> items = new ArrayList<>();
  private final TreeSet<String> folders = new TreeSet<>();

  BaseArchive(Path folder) {
    this.folder = folder;
  }

  void copy(String name, TarArchiveEntry original, InputStream content) throws IOException {
    if (original.isSymbolicLink()) {
      var link = new TarArchiveEntry(name, TarArchiveEntry.LF_SYMLINK);
      link.setLinkName(original.getLinkName());
      add(link, new byte[0]);
    } else {
      var file = new TarArchiveEntry(name);
      file.setMode(original.getMode());
      add(file, content.readAllBytes());
    }
  }

  void addText(String name, String text) {
    add(new TarArchiveEntry(name), text.getBytes(StandardCharsets.UTF_8));
  }

  void addTemporaryFolder(String name) {
    var entry = new TarArchiveEntry(name);
    entry.setMode(0_41777);
    add(entry, new byte[0]);
  }

  private void add(TarArchiveEntry entry, byte[] content) {
    String name = entry.getName();
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      folders.add(name.substring(0, slash + 1));
    }
    items.add(new Item(entry, ByteBuffer.wrap(content)));
  }

  @Override
  public void close() throws IOException {
    folders.removeIf(name -> items.stream().anyMatch(item -> item.entry().getName().equals(name)));
    folders.forEach(name -> items.add(new Item(new TarArchiveEntry(name), ByteBuffer.allocate(0))));
    items.sort(Comparator.comparing(item -> item.entry().getName()));
    Path layer = folder.resolve(LAYER);
    try (var tar = open(layer)) {
      for (Item item : items) {
        write(tar, item.entry(), item.content().array());
      }
    }
    writeDockerArchive(layer);
  }

  private void writeDockerArchive(Path layer) throws IOException {
    String config =
        """
        {"architecture":"amd64","os":"linux","created":"1970-01-01T00:00:00Z",\
        "config":{},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]},\
        "history":[{"created":"1970-01-01T00:00:00Z","created_by":"mmdebstrap"}]}"""
            .formatted(Digest.ofFile(layer));
    String manifest =
        """
        [{"Config":"config.json","RepoTags":["transferjob/base:latest"],"Layers":["layer.tar"]}]""";
    try (var tar = open(folder.resolve(ARCHIVE))) {
      write(tar, new TarArchiveEntry("config.json"), config.getBytes(StandardCharsets.UTF_8));
      write(tar, new TarArchiveEntry("manifest.json"), manifest.getBytes(StandardCharsets.UTF_8));
      write(tar, new TarArchiveEntry(LAYER), Files.readAllBytes(layer));
    }
  }

  private static TarArchiveOutputStream open(Path file) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    return tar;
  }

  private static void write(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content)
      throws IOException {
    entry.setModTime(Date.from(ImageFiles.FILE_TIME));
    entry.setIds(0, 0);
    entry.setUserName("");
    entry.setGroupName("");
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
