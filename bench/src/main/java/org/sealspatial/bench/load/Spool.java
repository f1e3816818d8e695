/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.load;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Signed entries in a file, so that they are signed once. */
final class Spool {
  private static final int BUFFER = 1 << 20;

  private final Path file;

  Spool(Path file) {
    this.file = file;
  }

  /** Key and value of a record. */
  record Entry(String key, byte[] value) {}

  boolean isThere() {
    return Files.exists(file);
  }

  /** All or nothing. */
  void write(Stream<Entry> entries) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (var out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(fresh), BUFFER))) {
      for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
        Entry entry = all.next();
        out.writeBoolean(true);
        out.writeUTF(entry.key());
        out.writeInt(entry.value().length);
        out.write(entry.value());
      }
      out.writeBoolean(false);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  void read(BiConsumer<String, byte[]> entry) throws IOException {
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
      while (in.readBoolean()) {
        String key = in.readUTF();
        entry.accept(key, in.readNBytes(in.readInt()));
      }
    }
  }
}
