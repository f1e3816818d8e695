/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.SimAnchor;
import org.sealspatial.routes.testing.SoftHsm;
import org.sealspatial.routes.testing.TestCa;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenResponse;

/** Where SIM-S has its keys from, and what it does not start with. */
@WithKafka
class KeyStoresIT {
  private static final String SM = "SS_SmManagement";
  private static final String PASSWORD = "the password of a key store";
  private static final SimAnchor ANCHOR = SimAnchor.of(Duration.ofDays(365));

  @TempDir static Path folder;
  private static String bootstrap;
  private static Path password;

  @BeforeAll
  static void files(KafkaUnderTest kafka) throws Exception {
    bootstrap = kafka.bootstrap();
    password = TestCa.secretFile(folder.resolve("password"), PASSWORD + "\n");
  }

  /** As on the command line; later ones win. */
  private static String[] flags(Path key, Path certificates, String... more) {
    Map<String, String> all = new LinkedHashMap<>();
    Stream.concat(
            Stream.of(
                "--sim.signing-key=" + key,
                "--sim.certificate=" + certificates,
                "--trust.sim=" + certificates,
                "--sim.keys.rotation=30d",
                "--sim.keys.lead=4s",
                "--lm.revocations.max-staleness=3s"),
            Stream.of(more))
        .forEach(flag -> all.put(flag.substring(0, flag.indexOf('=')), flag));
    return all.values().toArray(String[]::new);
  }

  private static Path pinned(SimAnchor... anchors) throws Exception {
    return SimAnchor.certificateFile(folder, anchors);
  }

  private static String token(TestStack stack) throws Exception {
    ValUe ue = stack.ue("ue-1");
    TokenResponse issued = stack.kafka().ask(ue, ue.asksToken(SM, "get", Optional.empty()));
    assertTrue(issued.getToken() != null, () -> issued.getFailure().getCause());
    return issued.getToken().getAccessToken();
  }

  private static Optional<String> refusal(TestStack stack, String token) throws Exception {
    ValUe ue = stack.ue("ue-1");
    var body = ue.asksSpatial(SM, "get", Map.of("svc-id", "arcade.example", "map-id", "1"));
    SpatialResponse answer = stack.kafka().ask(ue, body, token);
    return Optional.ofNullable(answer.getFailure()).map(f -> f.getCause());
  }

  /** LM-S has everything that was written when its view has this token's key. */
  private static void assertOpensTheMap(TestStack stack, String token) throws Exception {
    assertEquals(Optional.empty(), refusal(stack, token));
  }

  private static Optional<String> notOf(String kid, String token) throws Exception {
    return kid(token).equals(kid) ? Optional.empty() : Optional.of(token);
  }

  private static String kid(String token) throws Exception {
    return CompactJws.parse(token).kid().orElseThrow();
  }

  @Test
  void the_anchor_and_the_token_keys_are_in_pkcs12_files() throws Exception {
    String[] flags =
        flags(
            ANCHOR.pkcs12File(folder, PASSWORD),
            pinned(ANCHOR),
            "--sim.signing-key.password-file=" + password,
            "--sim.keys.store=pkcs12",
            "--sim.keys.password-file=" + password);
    try (LogTap log = new LogTap();
        TestStack stack = TestStack.start(bootstrap, flags)) {
      String token = token(stack);
      assertOpensTheMap(stack, token);
      assertNotEquals(ANCHOR.key().kid(), kid(token), "the anchor signs no token");
      Path store = stack.stack().config().deployment().dataDir().resolve("keys/keys.p12");
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(store)));

      stack.restart(flags);

      assertEquals(kid(token), kid(token(stack)), "it goes on with the key it had");
      assertOpensTheMap(stack, token);
      log.holdsNothingOf(List.of(PASSWORD, ANCHOR.secretText()));
    }
  }

  @Test
  void the_token_keys_are_in_a_pkcs11_token() throws Exception {
    Optional<String> missing = SoftHsm.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElseThrow());
    SoftHsm token = SoftHsm.token();
    Path pin = TestCa.secretFile(folder.resolve("pin"), token.pin());
    String[] flags =
        flags(
            ANCHOR.keyFile(folder),
            pinned(ANCHOR),
            "--sim.keys.store=pkcs11",
            "--sim.keys.password-file=" + pin,
            "--sim.keys.pkcs11-config=" + token.config());
    try (LogTap log = new LogTap();
        TestStack stack = TestStack.start(bootstrap, flags)) {
      String first = token(stack);
      assertOpensTheMap(stack, first);
      Path folderOfKeys = stack.stack().config().deployment().dataDir().resolve("keys");
      assertFalse(Files.exists(folderOfKeys), "no file holds a key");
      log.holdsNothingOf(List.of(ANCHOR.secretText()));
    }
  }

  @Test
  void a_new_anchor_is_pinned_beside_the_old_one_and_then_alone() throws Exception {
    SimAnchor next = SimAnchor.of(Duration.ofDays(365));
    Path oldCertificate = pinned(ANCHOR);
    Path newCertificate = pinned(next);
    Path both = pinned(ANCHOR, next);
    Path oldKey = ANCHOR.keyFile(folder);
    Path newKey = next.keyFile(folder);
    // first everybody pins both
    String[] bothPinned = flags(oldKey, oldCertificate, "--trust.sim=" + both);
    try (TestStack stack = TestStack.start(bootstrap, bothPinned)) {
      String old = token(stack);
      String former = kid(old);
      assertOpensTheMap(stack, old);

      // then SIM-S turns to the new one: what it certified before goes on until it is replaced
      stack.restart(flags(newKey, newCertificate, "--trust.sim=" + both));
      String fresh =
          await("a key of the new anchor signs")
              .atMost(Duration.ofSeconds(60))
              .pollInterval(Duration.ofMillis(100))
              .until(() -> notOf(former, token(stack)), Optional::isPresent)
              .orElseThrow();
      assertOpensTheMap(stack, old);
      assertOpensTheMap(stack, fresh);

      // at last nobody pins the old one, or at once where it was stolen
      stack.restart(flags(newKey, newCertificate));
      assertEquals(Optional.of("TOKEN_INVALID"), refusal(stack, old));
      assertOpensTheMap(stack, fresh);
    }
  }

  @Test
  void sim_s_does_not_start_with_an_anchor_that_is_not_fit() throws Exception {
    SimAnchor ended = SimAnchor.of(Duration.ofDays(-1));
    SimAnchor noCa = SimAnchor.ofNoCa();
    assertRefused(
        "sim.certificate has expired", flags(ended.keyFile(folder), pinned(ended), "--roles=sim"));
    assertRefused(
        "sim.keys.rotation needs an anchor that certifies",
        flags(noCa.keyFile(folder), pinned(noCa)));
    assertRefused(
        "trust.sim must hold sim.certificate",
        flags(ANCHOR.keyFile(folder), pinned(ANCHOR), "--trust.sim=" + pinned(noCa)));
    assertRefused(
        "sim.certificate must begin with the certificate of sim.signing-key",
        flags(ANCHOR.keyFile(folder), pinned(noCa)));
    Path other = TestCa.secretFile(folder.resolve("other-password"), "a wrong one");
    assertRefused(
        "no PKCS#12 file that the password opens",
        flags(
            ANCHOR.pkcs12File(folder, PASSWORD),
            pinned(ANCHOR),
            "--sim.signing-key.password-file=" + other));
  }

  @Test
  void lm_s_does_not_start_where_every_pinned_certificate_has_expired() throws Exception {
    SimAnchor ended = SimAnchor.of(Duration.ofDays(-1));
    assertRefused(
        "every certificate in trust.sim has expired", "--roles=lm", "--trust.sim=" + pinned(ended));
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    assertRefused("trust.sim", "--roles=lm", "--trust.sim=" + empty);
  }

  private static void assertRefused(String why, String... flags) {
    Exception refusal =
        assertThrows(Exception.class, () -> TestStack.start(bootstrap, flags).close());
    assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal::toString);
    assertFalse(refusal.getMessage().contains("wrong one"), refusal::getMessage);
  }
}
