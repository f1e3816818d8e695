/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.schemas.Topic.KEYS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.TrustChain;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.routes.sim.SimTables;
import org.sealspatial.routes.sim.TokenSigner;
import org.sealspatial.routes.table.BadRecord.Reason;
import org.sealspatial.routes.table.Operator.Signed;
import org.sealspatial.routes.testing.TestCa;

/** A key of the table is SIM-S's only where its certificates lead to the trust anchor. */
class KeyTrustTest {
  private static final TestCa CA = new TestCa("sim");
  private static final TestCa OTHER_CA = new TestCa("sim");
  private static final TestCa.Identity SIM = CA.issue("sim");
  private static final TestCa.Identity ROGUE = OTHER_CA.issue("sim");
  private static final Operator SIGNER = new Operator();

  @TempDir static Path folder;

  private static TrustChain chain() throws Exception {
    return new TrustChain(
        PemFiles.certificates(Files.writeString(folder.resolve("ca.pem"), CA.pem())));
  }

  private static VerificationKey key(TestCa.Identity identity) throws Exception {
    var pair = identity.pair();
    return SigningKey.of(pair.getPrivate(), pair.getPublic(), Algorithm.ES256, Operator.CRYPTO)
        .publicHalf();
  }

  private static ObjectNode content(TestCa.Identity identity, X509Certificate... certificates)
      throws Exception {
    VerificationKey key = key(identity);
    Instant now = Instant.now();
    return new KeyContent(
            key.kid(),
            key.jwk(),
            KeyContent.State.ACTIVE,
            now.minusSeconds(60),
            now.plusSeconds(3600),
            TrustChain.x5c(List.of(certificates)),
            KeyContent.Note.NONE)
        .toJson();
  }

  private static void refused(ObjectNode content, Instant at) throws Exception {
    TrustChain chain = chain();
    InvalidContent refusal =
        assertThrows(
            InvalidContent.class, () -> CheckedKey.of(content, chain, Operator.CRYPTO, at));
    assertTrue(refusal.getMessage().contains("x5c"), refusal.getMessage());
  }

  @Test
  void a_key_whose_chain_ends_at_the_anchor_is_taken() throws Exception {
    ObjectNode content = content(SIM, SIM.certificate());
    CheckedKey checked = CheckedKey.of(content, chain(), Operator.CRYPTO, Instant.now());
    assertEquals(key(SIM).kid(), checked.key().kid());
  }

  @Test
  void a_key_of_another_authority_or_without_its_own_certificate_or_out_of_time_is_not()
      throws Exception {
    Instant now = Instant.now();
    refused(content(ROGUE, ROGUE.certificate()), now);
    refused(content(ROGUE, SIM.certificate()), now);
    refused(content(ROGUE, ROGUE.certificate(), SIM.certificate()), now);
    refused(content(SIM, SIM.certificate()), now.plus(Duration.ofDays(2)));
  }

  @Test
  void sim_does_not_call_a_token_good_by_a_key_that_lm_would_not_take() throws Exception {
    // Given: both entries are signed by a key that may write the table
    var trust = new TableTrust(List.of(SIGNER.anchor()), List.of(SIGNER.anchor()), chain());
    var tables =
        new SimTables(trust, TokenSigner.only(SIGNER.key()), Operator.CRYPTO, Clock.systemUTC());
    var fold = new TableFold(tables.tables(), Clock.systemUTC());
    Signed good = SIGNER.entry(KEYS, key(SIM).kid(), 1, 0, content(SIM, SIM.certificate()));
    Signed rogue = SIGNER.entry(KEYS, key(ROGUE).kid(), 1, 0, content(ROGUE, ROGUE.certificate()));

    // When
    fold.take(KEYS, good.key(), good.value());
    Reason reason =
        assertThrows(BadRecord.class, () -> fold.take(KEYS, rogue.key(), rogue.value())).reason();

    // Then
    assertEquals(Reason.CONTENT, reason);
    var moment = new SimTables.Moment(Instant.now(), false, false);
    var view = tables.state(fold.snapshot(Map.of()), moment).view();
    assertTrue(view.verificationKey(key(SIM).kid()).isPresent());
    assertTrue(view.verificationKey(key(ROGUE).kid()).isEmpty());
  }
}
