/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HmacSha256Test {
  @Test
  void it_is_that_of_rfc_4231_also_after_another_text() {
    var jefe = new HmacSha256("Jefe".getBytes(StandardCharsets.US_ASCII));
    jefe.of("another");
    assertEquals(
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        HexFormat.of().formatHex(jefe.of("what do ya want for nothing?")));
  }
}
