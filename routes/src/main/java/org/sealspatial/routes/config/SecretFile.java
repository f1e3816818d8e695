/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * A secret that lies in a file only its owner may read. The secret is read when it is needed and
 * never kept; {@code toString} names the file.
 *
 * @param path a readable file whose mode gives nothing to group and others
 */
public record SecretFile(Path path) {
  private static final Set<PosixFilePermission> FOR_OTHERS =
      EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);
  private static final int LEAST_KEY_BYTES = 32;

  /** Refuses a file that is missing or that others may read. */
  public SecretFile {
    PublicFile.requireReadable(path);
    if (!isPrivate(path)) {
      throw new IllegalArgumentException("must have mode 0600: others may open " + path);
    }
  }

  static SecretFile parse(String text) {
    return new SecretFile(Parse.path(text));
  }

  /** A file with a symmetric key, checked. */
  static SecretFile parseKey(String text) {
    SecretFile file = parse(text);
    file.key();
    return file;
  }

  private static boolean isPrivate(Path path) {
    try {
      return Files.getPosixFilePermissions(path).stream().noneMatch(FOR_OTHERS::contains);
    } catch (UnsupportedOperationException e) {
      return true; // no POSIX modes here, the system's own rules hold
    } catch (IOException e) {
      throw new IllegalArgumentException("can't read the mode of " + path, e);
    }
  }

  /** The file as text, such as PEM. */
  public String text() {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + path, e);
    }
  }

  /** The file as text, each byte a character: fit for a file of any kind. */
  String raw() {
    try {
      return Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + path, e);
    }
  }

  /**
   * The file as a password: its text without the blanks around it, such as the end of the line.
   *
   * @throws IllegalArgumentException where it is empty
   */
  public char[] password() {
    String text = text().strip();
    if (text.isEmpty()) {
      throw new IllegalArgumentException("must hold a password: " + path);
    }
    return text.toCharArray();
  }

  /** The file as a symmetric key: all of its bytes, 32 or more. */
  public byte[] key() {
    try {
      byte[] key = Files.readAllBytes(path);
      if (key.length < LEAST_KEY_BYTES) {
        throw new IllegalArgumentException(
            "must hold " + LEAST_KEY_BYTES + " bytes or more: " + path);
      }
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + path, e);
    }
  }
}
