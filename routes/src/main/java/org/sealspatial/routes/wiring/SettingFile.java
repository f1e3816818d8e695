/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.wiring;

import java.io.IOException;
import java.nio.file.Path;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.routes.config.Key;

/** What is wrong with the file of a setting is said with the name of both. */
final class SettingFile {
  private SettingFile() {}

  /** Reads a key, a certificate or the like. */
  @FunctionalInterface
  interface Reading<T> {
    T of(Path file) throws IOException, UnfitKey;
  }

  /** What is in the file; throws {@link UnfitKey} where it can't be used, whatever the reason. */
  static <T> T read(Key setting, Path file, Reading<T> reading) throws UnfitKey {
    try {
      return reading.of(file);
    } catch (UnfitKey e) {
      throw unfit(setting, file, e.getMessage());
    } catch (IOException | RuntimeException e) {
      // the text of a parser's exception may hold what it choked on
      throw unfit(setting, file, "it can't be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static UnfitKey unfit(Key setting, Path file, String why) {
    return new UnfitKey(setting + " " + file + " can't be used: " + why);
  }
}
