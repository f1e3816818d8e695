/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of docs/kafka-security.md is that of the code; -Dseal.docs.write=true writes it. */
class KafkaSecurityPageTest {
  private static final Path PAGE = Path.of("..", "docs", "kafka-security.md");
  private static final String BEGIN = "<!-- table of KafkaRole.java: begin -->\n";
  private static final String END = "<!-- table of KafkaRole.java: end -->\n";

  @Test
  void the_page_has_every_right_as_the_code_has_it() throws IOException {
    String page = Files.readString(PAGE);
    String written =
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + KafkaAccess.table("seal")
            + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("seal.docs.write")) {
      Files.writeString(PAGE, written);
    }

    assertEquals(written, Files.readString(PAGE));
  }
}
