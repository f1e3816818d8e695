/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLinesTest {
  private final LoggerContext context = new LoggerContext();
  private final LogLines lines = new LogLines();

  @Test
  void a_text_that_breaks_lines_stays_one_line() {
    String line = line("text", "asked for\nERROR forged: \"all\"\r\n", "cli\nent");

    assertEquals(1, line.lines().count());
    assertTrue(line.endsWith("asked for\\nERROR forged: \"all\"\\r\\n client=cli\\nent\n"), line);
  }

  @Test
  void json_holds_message_and_fields() throws Exception {
    String line = line("json", "a \"quoted\" \\ \n line \u0001", "arcade");

    JsonNode json = new ObjectMapper().readTree(line);
    assertEquals(1, line.lines().count());
    assertEquals("a \"quoted\" \\ \n line \u0001", json.path("message").asText());
    assertEquals("arcade", json.path("client").asText());
    assertEquals("WARN", json.path("level").asText());
    assertTrue(json.path("error").asText().contains("IllegalStateException: broken"));
  }

  private String line(String format, String message, String client) {
    context.putProperty("seal.log.format", format);
    lines.setContext(context);
    Throwable error = format.equals("json") ? new IllegalStateException("broken") : null;
    LoggingEvent event =
        new LoggingEvent(
            "x", context.getLogger("org.sealspatial.Some"), Level.WARN, message, error, null);
    event.setKeyValuePairs(List.of(new KeyValuePair("client", client)));
    return lines.doLayout(event);
  }
}
