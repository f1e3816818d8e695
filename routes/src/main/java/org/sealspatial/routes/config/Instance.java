/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * The stable name of this process, held for its life. Transactional ids and group members are named
 * after it, so two holders would fence each other for ever: a lock in the data folder keeps a
 * second one out.
 */
public final class Instance implements AutoCloseable {
  private final String id;
  private final FileLock lock;

  private Instance(String id, FileLock lock) {
    this.id = id;
    this.lock = lock;
  }

  /** Another live process holds the data folder. */
  public static final class Taken extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    Taken(Path dataDir) {
      super(
          "another process runs with the data folder " + dataDir + "; give each its own data-dir");
    }
  }

  /** Takes the folder's lock and its name; {@code configured} wins over the name kept there. */
  public static Instance claim(Path dataDir, Optional<String> configured) {
    try {
      Files.createDirectories(dataDir);
      FileLock lock = lock(dataDir);
      return new Instance(configured.isPresent() ? configured.get() : kept(dataDir), lock);
    } catch (IOException e) {
      throw new UncheckedIOException("can't use the data folder " + dataDir, e);
    }
  }

  private static FileLock lock(Path dataDir) throws IOException {
    FileChannel channel =
        FileChannel.open(
            dataDir.resolve("instance.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null; // held by this very process
    }
    if (lock == null) {
      channel.close();
      throw new Taken(dataDir);
    }
    return lock;
  }

  private static String kept(Path dataDir) throws IOException {
    Path file = dataDir.resolve("instance.id");
    if (Files.notExists(file)) {
      Path fresh = dataDir.resolve("instance.id.new");
      Files.writeString(fresh, UUID.randomUUID() + "\n");
      Files.move(fresh, file);
    }
    return Files.readString(file).strip();
  }

  /** The name. */
  public String id() {
    return id;
  }

  /** Gives the folder free. */
  @Override
  public void close() throws IOException {
    try (FileChannel channel = lock.acquiredBy() instanceof FileChannel held ? held : null) {
      lock.release();
    }
  }
}
