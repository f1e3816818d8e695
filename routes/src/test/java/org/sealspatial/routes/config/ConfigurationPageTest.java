/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dseal.docs.write=true} to write the table anew. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("../docs/configuration.md");
  private static final String BEGIN = "<!-- table of Key.java: begin -->\n";
  private static final String END = "<!-- table of Key.java: end -->\n";

  @Test
  void the_page_has_every_key_as_the_code_has_it() throws IOException {
    String page = Files.readString(PAGE);
    String written =
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + table()
            + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("seal.docs.write")) {
      Files.writeString(PAGE, written);
    }

    assertEquals(written, Files.readString(PAGE));
  }

  private static String table() {
    return Arrays.stream(Key.values())
        .map(ConfigurationPageTest::row)
        .collect(
            Collectors.joining(
                "\n",
                "| Key | Default | Value | Meaning | A change |\n|---|---|---|---|---|\n",
                "\n"));
  }

  private static String row(Key key) {
    String defaultText = key.defaultText().map(text -> "`" + text + "`").orElse("");
    String change = key.isLive() ? "in seconds" : "at a restart";
    return Stream.of("`" + key + "`", defaultText, key.shape(), key.meaning(), change)
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
