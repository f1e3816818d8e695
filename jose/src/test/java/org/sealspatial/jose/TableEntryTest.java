/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableEntryTest {
  private static final CryptoProvider CRYPTO = CryptoProvider.best();
  private static final SigningKey OPERATOR = SigningKey.generate(Algorithm.ES256, CRYPTO);
  private static final List<VerificationKey> ANCHORS = List.of(OPERATOR.publicHalf());
  private static final TableEntry ENTRY =
      new TableEntry(
          "clients.v1",
          "arcade",
          3,
          1,
          Instant.parse("2026-06-01T12:00:00Z"),
          Optional.of(StrictJson.object().put("id", "arcade")));

  @Test
  void an_entry_comes_back_as_it_was_signed() throws Exception {
    assertEquals(ENTRY, TableEntry.verify(ENTRY.sign(OPERATOR), "clients.v1", "arcade", ANCHORS));
  }

  @Test
  void an_entry_of_another_key_table_or_id_is_rejected() {
    SigningKey thief = SigningKey.generate(Algorithm.ES256, CRYPTO);
    String forged = ENTRY.sign(thief);
    String good = ENTRY.sign(OPERATOR);
    assertThrows(Rejected.class, () -> TableEntry.verify(forged, "clients.v1", "arcade", ANCHORS));
    assertThrows(Rejected.class, () -> TableEntry.verify(good, "policies.v1", "arcade", ANCHORS));
    assertThrows(Rejected.class, () -> TableEntry.verify(good, "clients.v1", "other", ANCHORS));
  }

  @Test
  void a_token_is_never_a_table_entry() {
    String token = OPERATOR.sign("at+jwt", StrictJson.object().put("table", "clients.v1"));
    assertThrows(Rejected.class, () -> TableEntry.verify(token, "clients.v1", "arcade", ANCHORS));
  }
}
