/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.routes.config.InvalidConfig.Problem;
import org.sealspatial.routes.config.Layer.Setting;

/**
 * What a process is told at one moment: its settings, and what lies in the files of those that take
 * effect while it runs.
 */
public final class Effective {
  private static final Set<Key> SECRET_FILES =
      EnumSet.of(Key.GATEWAY_TLS_KEY, Key.GATEWAY_TLS_PASSWORD_FILE);
  private static final Set<Key> PUBLIC_FILES =
      EnumSet.of(
          Key.GATEWAY_TLS_CERTIFICATE,
          Key.GATEWAY_TLS_CLIENT_TRUST,
          Key.TRUST_OPERATOR,
          Key.TRUST_SIM);

  private final Settings settings;
  private final List<Problem> problems;
  private final Map<Key, String> files = new EnumMap<>(Key.class);

  private Effective(Settings settings) {
    this.settings = settings;
    this.problems = settings.problems();
    SECRET_FILES.forEach(this::look);
    PUBLIC_FILES.forEach(this::look);
  }

  /** As the files are now. */
  public static Effective of(Settings settings) {
    return new Effective(settings);
  }

  private void look(Key key) {
    settings.inForce(key).map(Setting::text).ifPresent(name -> files.put(key, content(name)));
  }

  private static String content(String name) {
    try {
      Path file = Path.of(name);
      // modes count: a key that others may read is refused
      return Base64Url.sha256(modes(file) + HexFormat.of().formatHex(Files.readAllBytes(file)));
    } catch (IOException | InvalidPathException e) {
      return "can't be read";
    }
  }

  private static String modes(Path file) throws IOException {
    try {
      return Files.getPosixFilePermissions(file).toString();
    } catch (UnsupportedOperationException e) {
      return ""; // no POSIX modes here
    }
  }

  /** The settings. */
  public Settings settings() {
    return settings;
  }

  /**
   * The names of settings that say something else there, or of which the file does.
   *
   * @param live those that take effect while a process runs, or the others
   */
  public List<String> changed(Effective there, boolean live) {
    List<String> changed = new ArrayList<>(settings.changed(there.settings, live));
    for (Key key : Key.values()) {
      boolean same = files.getOrDefault(key, "").equals(there.files.getOrDefault(key, ""));
      if (live && !same && !changed.contains(key.dotted())) {
        changed.add(key.dotted());
      }
    }
    return changed;
  }

  /** Whether nothing has changed, nor is wrong in another way. */
  public boolean sameAs(Effective there) {
    return changed(there, true).isEmpty()
        && changed(there, false).isEmpty()
        && problems.equals(there.problems);
  }

  /**
   * SHA-256, base64url, over every setting in force, names of Kafka properties, and the public
   * files: tells one configuration from another. Nothing of a secret goes in, so none can be tried
   * out.
   */
  public String digest() {
    StringBuilder all = new StringBuilder();
    for (Key key : Key.values()) {
      settings
          .inForce(key)
          .ifPresent(it -> all.append(key).append('=').append(it.text()).append('\n'));
      if (PUBLIC_FILES.contains(key) && files.containsKey(key)) {
        all.append(key).append(" holds ").append(files.get(key)).append('\n');
      }
    }
    settings
        .below(KnownNames.KAFKA_PROPERTY)
        .keySet()
        .forEach(name -> all.append(KnownNames.KAFKA_PROPERTY).append(name).append('\n'));
    return Base64Url.sha256(all.toString());
  }
}
