/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The settings in force as an operator may see them: files by name, no value of a Kafka property.
 */
public final class ConfigView {
  private ConfigView() {}

  /** One line a setting: {@code name = text # origin}. */
  public static List<String> lines(Settings settings) {
    List<String> lines = new ArrayList<>();
    for (Key key : Key.values()) {
      settings
          .inForce(key)
          .ifPresent(it -> lines.add(key + " = " + it.text() + "  # " + it.origin()));
    }
    // a property may be a secret that nobody foresaw
    for (String name : new TreeSet<>(settings.below(KnownNames.KAFKA_PROPERTY).keySet())) {
      lines.add(KnownNames.KAFKA_PROPERTY + name + " = (set)");
    }
    return lines;
  }
}
