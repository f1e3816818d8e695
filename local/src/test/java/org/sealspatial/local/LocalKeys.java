/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.nio.file.Path;
import java.util.Map;

/** The keys of one machine, for tests that start roles in processes of their own. */
public final class LocalKeys {
  private LocalKeys() {}

  /** The settings that name the key files in this folder, which are made if need be. */
  public static Map<String, String> in(Path folder) {
    return LocalSecrets.in(folder);
  }
}
