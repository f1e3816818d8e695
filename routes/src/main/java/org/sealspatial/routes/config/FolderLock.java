/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second process out of a folder; the system gives it free when the process dies. */
public final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Another live process, or this one, holds the folder. */
  public static final class Taken extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    Taken(Path folder) {
      super("another process runs with the folder " + folder + "; give each its own data-dir");
    }
  }

  /**
   * Takes the folder, which is made if need be.
   *
   * @param name the lock's file in it
   * @throws Taken when it is held
   */
  public static FolderLock take(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new Taken(folder);
    }
    return new FolderLock(channel);
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  /** Gives the folder free. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
