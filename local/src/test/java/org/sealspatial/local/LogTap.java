/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.errors.DisconnectException;
import org.slf4j.LoggerFactory;

/** Everything that is logged in this JVM from now on; our own packages down to DEBUG. */
final class LogTap implements AutoCloseable {
  private static final int TELLING = 24; // a shorter piece could be there by chance

  private static final Set<String> LOST =
      Set.of(DisconnectException.class.getName(), InterruptedException.class.getName());

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = (Logger) LoggerFactory.getLogger("org.sealspatial");
  private final Level before = ours.getLevel();
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Queue<String> stackTraces = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getLoggerName() + " " + event.getFormattedMessage());
          IThrowableProxy thrown = event.getThrowableProxy();
          if (thrown != null && !isOfTheBroker(event.getLoggerName(), thrown.getClassName())) {
            stackTraces.add(event.getLoggerName() + " " + thrown.getClassName());
          }
          for (; thrown != null; thrown = thrown.getCause()) {
            lines.add(thrown.getClassName() + " " + thrown.getMessage());
          }
        }
      };

  /**
   * The broker of the test logs here, too, and on a busy machine Kafka's clients lose it: none of
   * that comes from what a request brought.
   */
  private static boolean isOfTheBroker(String logger, String thrown) {
    return logger.startsWith("kafka.")
        || logger.startsWith("org.apache.kafka.") && LOST.contains(thrown);
  }

  LogTap() {
    appender.setContext(root.getLoggerContext());
    appender.start();
    root.addAppender(appender);
    ours.setLevel(Level.DEBUG);
    ours.debug("tapped");
  }

  /** Fails where anything of these credentials, or a stack trace, was logged. */
  void holdsNothingOf(Collection<String> credentials) {
    String all = String.join("\n", lines);
    assertEquals(true, all.contains("tapped"), "the tap is open");
    assertEquals(List.of(), List.copyOf(stackTraces), "stack traces");
    assertEquals(
        List.of(), credentials.stream().filter(c -> isIn(c, all)).toList(), "logged credentials");
  }

  /** How many lines hold each of these. */
  long count(String... parts) {
    return lines.stream().filter(l -> Arrays.stream(parts).allMatch(l::contains)).count();
  }

  /** Whether any part of a compact text, between its dots, stands in this text. */
  static boolean isIn(String credential, String text) {
    for (String part : credential.split("\\.")) {
      if (part.length() >= TELLING && text.contains(part.substring(0, TELLING))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    ours.setLevel(before);
  }
}
