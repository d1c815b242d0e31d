package dev.transferjob.trainer.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip without compression and with a fixed time, so that equal content gives equal bytes. */
final class StoredZip {
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final ZipOutputStream zip;
  private final String folder;

  StoredZip(OutputStream out, String folder) {
    this.zip = new ZipOutputStream(out);
    this.folder = folder;
  }

  /** Writes the same bytes every time. */
  @FunctionalInterface
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  void entry(String name, byte[] content) throws IOException {
    entry(name, content.length, out -> out.write(content));
  }

  /** Writes the content twice, because the checksum comes first; nothing large is kept. */
  void entry(String name, long size, Content content) throws IOException {
    CheckedOutputStream sum = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
    content.write(sum);
    ZipEntry entry = new ZipEntry(folder + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(TIME);
    entry.setSize(size);
    entry.setCrc(sum.getChecksum().getValue());
    zip.putNextEntry(entry);
    content.write(zip);
    zip.closeEntry();
  }

  void finish() throws IOException {
    zip.finish();
    zip.flush();
  }
}
