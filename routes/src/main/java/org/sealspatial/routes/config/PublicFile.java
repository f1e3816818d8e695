/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is no secret, such as a certificate.
 *
 * @param path a readable file
 */
public record PublicFile(Path path) {
  /** Stands in every key and certificate that {@code seal up} makes. */
  public static final String LOCAL_MARK = "made by seal up, not for production";

  /** Refuses a file that is missing. */
  public PublicFile {
    requireReadable(path);
  }

  static PublicFile parse(String text) {
    return new PublicFile(Parse.path(text));
  }

  static void requireReadable(Path path) {
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new IllegalArgumentException("must be a file that can be read, not " + path);
    }
  }

  /** The file as text. */
  public String text() {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + path, e);
    }
  }
}
