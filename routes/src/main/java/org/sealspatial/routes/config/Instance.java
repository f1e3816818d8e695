/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * The stable name of this process, held for its life. Transactional ids and group members are named
 * after it, so two holders would fence each other for ever: a lock in the data folder keeps a
 * second one out.
 */
public final class Instance implements AutoCloseable {
  private final String id;
  private final FolderLock lock;

  private Instance(String id, FolderLock lock) {
    this.id = id;
    this.lock = lock;
  }

  /**
   * Takes the folder's lock and its name; {@code configured} wins over the name kept there.
   *
   * @throws FolderLock.Taken when another process holds the folder
   */
  public static Instance claim(Path dataDir, Optional<String> configured) {
    try {
      FolderLock lock = FolderLock.take(dataDir, "instance.lock");
      return new Instance(configured.isPresent() ? configured.get() : kept(dataDir), lock);
    } catch (IOException e) {
      throw new UncheckedIOException("can't use the data folder " + dataDir + ": " + e, e);
    }
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
    lock.close();
  }
}
