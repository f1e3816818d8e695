/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.KeyAuthority;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.TrustChain;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.routes.testing.SimAnchor;

/** What a token key's certificate is worth to those who have an anchor pinned. */
class TrustChainTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final Instant LATER = NOW.plus(Duration.ofDays(60));
  private static final SimAnchor OLD = SimAnchor.of(Duration.ofDays(30));
  private static final SimAnchor NEW = SimAnchor.of(Duration.ofDays(3650));
  private static final SimAnchor KEY = SimAnchor.ofNoCa();

  @TempDir Path folder;

  private static List<String> x5c(SimAnchor anchor) throws UnfitKey {
    KeyAuthority authority = anchor.authority();
    X509Certificate certificate = authority.certify(KEY.pair().getPublic(), NOW, LATER);
    return TrustChain.x5c(authority.chainOf(certificate));
  }

  private static void check(TrustChain pinned, List<String> x5c, Instant at) throws UnfitKey {
    pinned.check(KEY.key().publicHalf(), x5c, at);
  }

  @Test
  void while_two_anchors_are_pinned_the_keys_of_both_are_believed() throws Exception {
    var file = SimAnchor.certificateFile(folder, OLD, NEW);
    var both = new TrustChain(PemFiles.certificates(file));
    assertEquals(2, PemFiles.anchors(file, CryptoProvider.best()).size(), "both sign tables");
    check(both, x5c(OLD), NOW);
    check(both, x5c(NEW), NOW);

    var onlyNew = new TrustChain(PemFiles.certificates(SimAnchor.certificateFile(folder, NEW)));
    check(onlyNew, x5c(NEW), NOW);
    assertThrows(UnfitKey.class, () -> check(onlyNew, x5c(OLD), NOW), "of the same name");
  }

  @Test
  void no_certificate_goes_beyond_the_end_of_its_anchor() throws Exception {
    X509Certificate certificate = OLD.authority().certify(KEY.pair().getPublic(), NOW, LATER);
    assertEquals(OLD.certificate().getNotAfter(), certificate.getNotAfter());
  }

  @Test
  void a_key_is_not_believed_after_its_certificate_or_its_anchor_has_ended() throws Exception {
    var pinned = new TrustChain(List.of(NEW.certificate(), OLD.certificate()));
    check(pinned, x5c(NEW), LATER.minusSeconds(1));
    assertThrows(UnfitKey.class, () -> check(pinned, x5c(NEW), LATER.plusSeconds(1)));
    Instant end = OLD.authority().end();
    check(pinned, x5c(OLD), end.minusSeconds(1));
    assertThrows(UnfitKey.class, () -> check(pinned, x5c(OLD), end.plusSeconds(1)));
  }

  @Test
  void an_anchor_that_has_ended_vouches_for_nobody_even_if_the_key_is_in_its_time()
      throws Exception {
    SimAnchor ended = SimAnchor.of(Duration.ofDays(-1));
    X509Certificate young = certifiedBeyond(ended);
    assertTrue(young.getNotAfter().toInstant().isAfter(NOW), "the key itself is in its time");
    var pinned = new TrustChain(List.of(ended.certificate()));
    List<String> chain = TrustChain.x5c(List.of(young, ended.certificate()));
    assertThrows(UnfitKey.class, () -> check(pinned, chain, NOW));
  }

  /** A certificate made by an authority that does not look at its own end. */
  private static X509Certificate certifiedBeyond(SimAnchor anchor) throws Exception {
    var builder =
        new JcaX509v3CertificateBuilder(
            anchor.certificate(),
            BigInteger.TEN,
            Date.from(NOW.minusSeconds(60)),
            Date.from(LATER),
            new X500Principal("CN=key"),
            KEY.pair().getPublic());
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(anchor.pair().getPrivate())));
  }

  @Test
  void a_token_key_certifies_nobody() throws Exception {
    SimAnchor thief = SimAnchor.of(Duration.ofDays(30));
    X509Certificate tokenKey = NEW.authority().certify(thief.pair().getPublic(), NOW, LATER);
    X509Certificate forged = thief.authority().certify(KEY.pair().getPublic(), NOW, LATER);
    var pinned = new TrustChain(List.of(NEW.certificate()));
    List<String> chain = TrustChain.x5c(List.of(forged, tokenKey, NEW.certificate()));
    assertThrows(UnfitKey.class, () -> check(pinned, chain, NOW));
    assertThrows(
        UnfitKey.class, () -> new KeyAuthority(thief.key(), List.of(tokenKey)), "it is no CA");
  }

  @Test
  void only_a_ca_with_its_own_certificate_certifies() {
    assertThrows(UnfitKey.class, KEY::authority);
    SigningKey other = OLD.key();
    assertThrows(UnfitKey.class, () -> new KeyAuthority(other, List.of(NEW.certificate())));
    assertThrows(UnfitKey.class, () -> new KeyAuthority(other, List.of()));
  }
}
