/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/** What a ceiling process is told: a properties file. */
public final class CeilingSettings {
  private final Properties properties;

  private CeilingSettings(Properties properties) {
    this.properties = properties;
  }

  static CeilingSettings read(Path file) throws IOException {
    var properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    return new CeilingSettings(properties);
  }

  /** Writes the file. */
  public static Path write(Path file, java.util.Map<String, String> settings) throws IOException {
    var properties = new Properties();
    properties.putAll(settings);
    try (Writer out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    return file;
  }

  String text(String name) {
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }

  int workers() {
    return Integer.parseInt(text("workers"));
  }

  int maxPollRecords() {
    return Integer.parseInt(text("max.poll.records"));
  }

  Duration slice() {
    return Duration.ofMillis(Long.parseLong(text("slice.ms")));
  }

  boolean audited() {
    return Boolean.parseBoolean(text("audited"));
  }
}
