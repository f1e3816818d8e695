/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which names are settings, and what an unknown one was probably meant to be. */
final class KnownNames {
  static final String KAFKA_PROPERTY = "kafka.properties.";

  private KnownNames() {}

  static boolean has(String name) {
    boolean kafka = name.startsWith(KAFKA_PROPERTY) && name.length() > KAFKA_PROPERTY.length();
    return kafka || (Key.named(name).isPresent() && !name.endsWith("*"));
  }

  static String hint(String name) {
    return hint(name, Arrays.stream(Key.values()).map(Key::dotted).toList());
  }

  static Optional<Key> ofVariable(String variable) {
    return Arrays.stream(Key.values())
        .filter(key -> key != Key.KAFKA_PROPERTIES && key.environment().equals(variable))
        .findFirst();
  }

  static String hintVariable(String variable) {
    return hint(variable, Arrays.stream(Key.values()).map(Key::environment).toList());
  }

  /** Names of Kafka's client properties have dots and no underscores. */
  static String kafkaProperty(String variablePart) {
    return KAFKA_PROPERTY + variablePart.toLowerCase(Locale.ROOT).replace('_', '.');
  }

  private static String hint(String name, List<String> known) {
    return NearestName.of(name, known).map(near -> "; did you mean " + near + "?").orElse("");
  }
}
