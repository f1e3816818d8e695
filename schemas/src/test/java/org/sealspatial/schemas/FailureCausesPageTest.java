/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dseal.docs.write=true} to write the page anew. */
class FailureCausesPageTest {
  private static final Path PAGE = Path.of("../docs/failure-causes.md");

  @Test
  void the_page_has_every_cause_as_the_code_has_it() throws IOException {
    String page = page();
    if (Boolean.getBoolean("seal.docs.write")) {
      Files.writeString(PAGE, page);
    }
    assertEquals(page, Files.readString(PAGE), "docs/failure-causes.md is not what the code says");
  }

  @Test
  void a_public_cause_is_its_own_public_cause() {
    for (FailureCause cause : FailureCause.values()) {
      FailureCause told = cause.publicCause();
      assertSame(told, told.publicCause(), cause + " leads to a chain of public causes");
    }
  }

  @Test
  void no_cause_is_told_as_a_success_or_as_a_fault_of_the_program() {
    for (FailureCause cause : FailureCause.values()) {
      int status = cause.httpStatus();
      boolean refusal = status >= 400 && status < 500;
      assertTrue(refusal || status == 503 || status == 504, cause + " is told as " + status);
      assertEquals(status, cause.publicCause().httpStatus(), cause + " is seen by its status");
    }
  }

  private static String page() {
    return "# Failure causes\n\n"
        + "The closed catalogue, generated from FailureCause.java. *Told* is the cause the outside"
        + " sees where it is coarser: several security checks look the same from outside, and only"
        + " the audit record has the exact one.\n\n"
        + "| Cause | Means | Told | OAuth error | HTTP | Retry |\n|---|---|---|---|---|---|\n"
        + Arrays.stream(FailureCause.values())
            .map(FailureCausesPageTest::row)
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  private static String row(FailureCause cause) {
    String told = cause.publicCause() == cause ? "" : cause.publicCause().name();
    String oauth = cause.oauthError() == null ? "" : cause.oauthError();
    return "| %s | %s | %s | %s | %d | %s |"
        .formatted(
            cause,
            cause.meaning(),
            told,
            oauth,
            cause.httpStatus(),
            cause.retry().name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }
}
