/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

/**
 * How lines are logged, always to standard error.
 *
 * @param format text or json
 * @param level least level
 */
public record LogConfig(String format, String level) {
  /** Checks the words. */
  public LogConfig {
    new Checks()
        .matches(Key.LOG_FORMAT, format, "text|json")
        .matches(Key.LOG_LEVEL, level, "error|warn|info|debug")
        .raise();
  }

  /** Null when the words are not known, which {@link SealConfig} then reports. */
  public static LogConfig from(Settings settings) {
    String format = settings.read(Key.LOG_FORMAT, Parse::text);
    String level = settings.read(Key.LOG_LEVEL, Parse::text);
    return settings.build(() -> new LogConfig(format, level));
  }
}
