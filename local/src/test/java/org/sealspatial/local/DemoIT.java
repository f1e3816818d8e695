/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the README's first command shows. */
class DemoIT {
  private static final Pattern TOKEN =
      Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  @Test
  void the_demo_plays_both_figures_and_every_refusal_and_shows_no_token() {
    // Given
    var shown = new StringWriter();
    CommandLine seal = LocalMain.commandLine().setOut(new PrintWriter(shown, true));

    // When
    int exit = seal.execute("demo");

    // Then
    assertEquals(0, exit, shown.toString());
    for (String cause :
        new String[] {
          "UNKNOWN_VAL_UE",
          "SERVICE_NOT_ALLOWED",
          "TOKEN_EXPIRED",
          "TOKEN_INVALID",
          "TOKEN_BINDING",
          "PROOF_REPLAYED",
          "TOKEN_REVOKED"
        }) {
      assertTrue(shown.toString().contains(cause), "shows a refusal as " + cause);
    }
    assertFalse(TOKEN.matcher(shown.toString()).find(), "a whole token or proof was printed");
  }
}
