/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealspatial.jose.CertifiedKey;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.KeyVault;
import org.sealspatial.jose.PemVault;
import org.sealspatial.jose.Pkcs11Vault;
import org.sealspatial.jose.Pkcs12Vault;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.TrustChain;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.routes.testing.SimAnchor;
import org.sealspatial.routes.testing.SoftHsm;

/** Token keys in files and in a token that gives none out. */
class KeyVaultTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final Instant LATER = NOW.plus(Duration.ofDays(60));
  private static final CryptoProvider CRYPTO = CryptoProvider.best();
  private static final SimAnchor ANCHOR = SimAnchor.of(Duration.ofDays(365));
  private static final char[] PASSWORD = "a password of this test".toCharArray();
  private static final String OWNER = "sim-" + UUID.randomUUID();

  @TempDir Path folder;

  /** The kinds of vault. */
  enum Kind {
    PEM,
    PKCS12,
    PKCS11
  }

  private KeyVault open(Kind kind) throws Exception {
    return open(kind, OWNER, CRYPTO);
  }

  private KeyVault open(Kind kind, String owner, CryptoProvider crypto) throws Exception {
    return switch (kind) {
      case PEM -> new PemVault(folder.resolve("keys"), crypto);
      case PKCS12 -> new Pkcs12Vault(folder.resolve("keys.p12"), PASSWORD, crypto);
      case PKCS11 -> new Pkcs11Vault(token().config(), pin(), owner, crypto);
    };
  }

  private static SoftHsm token() throws IOException, InterruptedException {
    Optional<String> missing = SoftHsm.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElseThrow());
    return SoftHsm.token();
  }

  private static char[] pin() throws IOException, InterruptedException {
    return token().pin().toCharArray();
  }

  private static List<String> kids(KeyVault vault) throws Exception {
    return vault.keys().stream().map(CertifiedKey::kid).sorted().toList();
  }

  @ParameterizedTest
  @EnumSource
  void a_key_is_there_until_it_is_removed_also_for_who_opens_the_vault_anew(Kind kind)
      throws Exception {
    KeyVault vault = open(kind);
    assertEquals(List.of(), kids(vault));

    String one = vault.make(ANCHOR.authority(), NOW, LATER).kid();
    String other = vault.make(ANCHOR.authority(), NOW, LATER).kid();

    List<String> both = Stream.of(one, other).sorted().toList();
    assertEquals(both, kids(vault));
    assertEquals(both, kids(open(kind)));
    vault.remove(one);
    vault.remove("nobody");
    assertEquals(List.of(other), kids(open(kind)));
    vault.remove(other);
    assertEquals(List.of(), kids(open(kind)));
  }

  @ParameterizedTest
  @EnumSource
  void what_it_signs_verifies_under_a_certificate_of_the_pinned_anchor(Kind kind) throws Exception {
    for (String provider : List.of("best", "bc", "jdk")) {
      CryptoProvider crypto = CryptoProvider.named(provider);
      KeyVault vault = open(kind, OWNER, crypto);
      String kid = vault.make(ANCHOR.authority(), NOW, LATER).kid();
      CertifiedKey key =
          open(kind, OWNER, crypto).keys().stream()
              .filter(k -> k.kid().equals(kid))
              .findFirst()
              .orElseThrow();

      String jws = key.key().sign("at+jwt", StrictJson.object().put("sub", "ue-1"));

      VerificationKey known = VerificationKey.of(key.key().publicHalf().jwk(), CRYPTO);
      assertTrue(known.verify(CompactJws.parse(jws)), provider);
      List<String> x5c = TrustChain.x5c(ANCHOR.authority().chainOf(key.certificate()));
      new TrustChain(List.of(ANCHOR.certificate())).check(known, x5c, NOW);
      assertEquals(LATER, key.certificate().getNotAfter().toInstant());
      vault.remove(kid);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------"})
  void a_file_that_others_may_open_is_refused(String mode) throws Exception {
    open(Kind.PEM).make(ANCHOR.authority(), NOW, LATER);
    open(Kind.PKCS12).make(ANCHOR.authority(), NOW, LATER);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      }
    }

    for (Kind kind : List.of(Kind.PEM, Kind.PKCS12)) {
      var refusal = assertThrows(UnfitKey.class, () -> open(kind).keys());
      assertTrue(refusal.getMessage().contains("0600"), refusal.getMessage());
    }
  }

  @Test
  void a_wrong_password_opens_nothing_and_is_not_repeated() throws Exception {
    open(Kind.PKCS12).make(ANCHOR.authority(), NOW, LATER);
    var wrong = new Pkcs12Vault(folder.resolve("keys.p12"), "wrong password".toCharArray(), CRYPTO);
    var refusal = assertThrows(UnfitKey.class, wrong::keys);
    assertFalse(refusal.getMessage().contains("wrong password"), refusal.getMessage());

    var token = token();
    refusal =
        assertThrows(
            UnfitKey.class,
            () -> new Pkcs11Vault(token.config(), "999999".toCharArray(), OWNER, CRYPTO));
    assertTrue(refusal.getMessage().endsWith("CKR_PIN_INCORRECT"), refusal.getMessage());
  }

  @Test
  void a_private_key_in_a_token_can_not_be_read_out() throws Exception {
    KeyVault vault = open(Kind.PKCS11);
    String kid = vault.make(ANCHOR.authority(), NOW, LATER).kid();
    var provider = Security.getProvider("SunPKCS11").configure(token().config().toString());
    KeyStore store = KeyStore.getInstance("PKCS11", provider);
    store.load(null, pin());
    String alias =
        Collections.list(store.aliases()).stream()
            .filter(a -> a.endsWith(kid))
            .findFirst()
            .orElseThrow();

    PrivateKey key = (PrivateKey) store.getKey(alias, null);

    assertNull(key.getEncoded());
    assertNull(key.getFormat());
    assertFalse(key instanceof java.security.interfaces.ECPrivateKey, "no number of it either");
    vault.remove(kid);
  }

  @Test
  void a_token_that_would_give_its_keys_out_is_refused() throws Exception {
    Path open =
        token()
            .config(
                "attributes(generate, CKO_PRIVATE_KEY, *) = {",
                "CKA_SENSITIVE = false",
                "CKA_EXTRACTABLE = true",
                "}");
    var vault = new Pkcs11Vault(open, pin(), OWNER + "-open", CRYPTO);

    var refusal = assertThrows(UnfitKey.class, () -> vault.make(ANCHOR.authority(), NOW, LATER));

    assertTrue(refusal.getMessage().contains("give"), refusal.getMessage());
    assertEquals(List.of(), kids(vault), "it was not kept");
  }

  @Test
  void instances_that_share_a_token_see_their_own_keys_only() throws Exception {
    KeyVault one = open(Kind.PKCS11, OWNER + "-1", CRYPTO);
    KeyVault two = open(Kind.PKCS11, OWNER + "-2", CRYPTO);
    String kid = one.make(ANCHOR.authority(), NOW, LATER).kid();

    assertEquals(List.of(), kids(two));
    two.remove(kid);
    assertEquals(List.of(kid), kids(one));
    one.remove(kid);
  }

  @Test
  void a_write_that_was_cut_off_leaves_the_former_keys() throws Exception {
    for (Kind kind : List.of(Kind.PEM, Kind.PKCS12)) {
      String kid = open(kind).make(ANCHOR.authority(), NOW, LATER).kid();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.writeString(file.resolveSibling(file.getFileName() + ".new"), "half");
        }
      }
      assertEquals(List.of(kid), kids(open(kind)));
      open(kind).make(ANCHOR.authority(), NOW, LATER);
      assertEquals(2, kids(open(kind)).size());
    }
  }
}
