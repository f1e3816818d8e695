/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import org.sealspatial.routes.config.Key;
import org.sealspatial.routes.config.Settings;

/**
 * The settings of the stack that runs here, kept in its data folder, so that the operator's
 * commands need no flags: {@code seal.properties} names files and addresses, and holds no secret.
 */
final class RunningSettings {
  private static final String FILE = "seal.properties";
  private static final Set<Key> ITS_OWN = Set.of(Key.DATA_DIR, Key.INSTANCE, Key.KAFKA_PROPERTIES);
  private static final Set<String> READERS =
      Set.of(
          "apply", "delete", "revoke", "list", "keys", "import", "audit", "topics", "kafka",
          "config", "health");

  private RunningSettings() {}

  /** Writes what is in force to the data folder. */
  static void write(Settings inForce, Path dataDir) throws IOException {
    var properties = new Properties();
    for (Key key : Key.values()) {
      if (!ITS_OWN.contains(key)) {
        inForce.inForce(key).ifPresent(s -> properties.setProperty(key.dotted(), s.text()));
      }
    }
    var text = new StringWriter();
    properties.store(text, "The settings of the stack that seal up runs; written at each start.");
    Files.writeString(dataDir.resolve(FILE), text.toString());
  }

  /** The arguments of a command, with this file where they name no other. */
  static String[] behind(String... args) {
    Path file = Path.of(System.getProperty("seal.home", ""), "data", FILE).toAbsolutePath();
    boolean wanted =
        args.length > 1
            && READERS.contains(args[0])
            && System.getenv("SEAL_CONFIG") == null
            && Arrays.stream(args).noneMatch(RunningSettings::decidesItself)
            && Files.exists(file);
    if (!wanted) {
      return args;
    }
    String[] all = Arrays.copyOf(args, args.length + 1);
    all[args.length] = "--config=" + file;
    return all;
  }

  private static boolean decidesItself(String argument) {
    return argument.startsWith("--config") || argument.equals("--help") || argument.equals("-h");
  }
}
