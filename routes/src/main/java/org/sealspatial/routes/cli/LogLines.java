/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.sealspatial.routes.config.LogConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event is one line, also when its text holds line breaks: text with key=value, or JSON. */
public final class LogLines extends LayoutBase<ILoggingEvent> {
  private static final String FORMAT = "seal.log.format";

  /** Puts format and level in force. */
  static void apply(LogConfig config) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.putProperty(FORMAT, config.format());
      context.getLogger("org.sealspatial").setLevel(Level.toLevel(config.level()));
      context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(atLeastInfo(config.level()));
    }
  }

  /** Libraries stay quieter than we are: at debug they print what they are configured with. */
  private static Level atLeastInfo(String level) {
    Level own = Level.toLevel(level);
    return own.isGreaterOrEqual(Level.INFO) ? own : Level.INFO;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    Map<String, String> fields = fields(event);
    boolean json = "json".equals(getContext().getProperty(FORMAT));
    return (json ? json(fields) : text(fields)) + System.lineSeparator();
  }

  private static Map<String, String> fields(ILoggingEvent event) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
    fields.put("level", event.getLevel().toString());
    fields.put("logger", event.getLoggerName());
    fields.put("thread", event.getThreadName());
    fields.put("message", event.getFormattedMessage());
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(pair -> fields.put(pair.key, String.valueOf(pair.value)));
    }
    if (event.getThrowableProxy() != null) {
      fields.put("error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return fields;
  }

  private static String text(Map<String, String> fields) {
    Map<String, String> rest = new LinkedHashMap<>(fields);
    String logger = rest.remove("logger");
    rest.remove("thread");
    String head =
        String.format(
            "%s %-5s %s: %s",
            rest.remove("time"),
            rest.remove("level"),
            logger.substring(logger.lastIndexOf('.') + 1),
            oneLine(rest.remove("message")));
    return rest.entrySet().stream()
        .map(field -> " " + field.getKey() + "=" + oneLine(field.getValue()))
        .collect(Collectors.joining("", head, ""));
  }

  private static String json(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> quoted(field.getKey()) + ":" + quoted(field.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String oneLine(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "  ");
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c < ' ') {
                quoted.append(String.format("\\u%04x", c));
              } else {
                quoted.append(c == '"' || c == '\\' ? "\\" : "").append((char) c);
              }
            });
    return quoted.append('"').toString();
  }
}
