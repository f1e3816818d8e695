/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.jose.VerificationKey;

/**
 * A public key that SIM-S signs tokens with (TS 33.434 clause 6.1.2). Table keys.v1, id: the kid.
 *
 * <pre>
 * pending ──▶ active ──▶ verify-only ──▶ retired
 * </pre>
 *
 * @param kid key id
 * @param jwk public JWK
 * @param state where the key is in its life
 * @param notBefore not used to sign before
 * @param notAfter not believed from then on
 * @param x5c base64 DER certificates, the key's own first (RFC 7517 section 4.7)
 */
public record KeyContent(
    String kid, JsonNode jwk, State state, Instant notBefore, Instant notAfter, List<String> x5c) {
  private static final int MAX_CHAIN = 5;

  /** Where a key is in its life. */
  public enum State {
    /** Published, does not sign yet. */
    PENDING,
    /** Signs. */
    ACTIVE,
    /** Signs no more; its tokens are still good. */
    VERIFY_ONLY,
    /** Its tokens are good no more. */
    RETIRED
  }

  public KeyContent {
    x5c = List.copyOf(x5c);
  }

  /**
   * The key in a content. Whether the chain ends at a trust anchor is for the reader to check.
   *
   * @throws InvalidContent with every problem
   */
  public static KeyContent parse(ObjectNode content, CryptoProvider crypto) throws InvalidContent {
    Fields in = Fields.of(content, "kid", "jwk", "state", "notBefore", "notAfter", "x5c");
    JsonNode jwk = in.has("jwk") ? in.node("jwk").deepCopy() : StrictJson.object();
    var key =
        new KeyContent(
            in.text("kid", Form.TEXT),
            jwk,
            in.choice("state", State.class, null),
            in.instant("notBefore"),
            in.instant("notAfter"),
            in.texts("x5c", Form.BASE64));
    if (!key.notAfter.isAfter(key.notBefore)) {
      in.problem("notAfter", "must be after notBefore");
    }
    key.checkKey(in, crypto);
    in.raise();
    return key;
  }

  private void checkKey(Fields in, CryptoProvider crypto) {
    try {
      VerificationKey verification = VerificationKey.of(jwk, crypto);
      if (!verification.kid().equals(kid)) {
        in.problem("kid", "is not the kid of the jwk");
      }
      List<X509Certificate> chain = chain();
      if (chain.size() > MAX_CHAIN
          || !chain.isEmpty() && !verification.publicKey().equals(chain.get(0).getPublicKey())) {
        in.problem("x5c", "must begin with the certificate of the jwk, at most " + MAX_CHAIN);
      }
    } catch (UnfitKey e) {
      in.problem("jwk", "is no fit key: " + e.getMessage());
    } catch (CertificateException e) {
      in.problem("x5c", "must be DER certificates in base64");
    }
  }

  /**
   * The certificates, the key's own first.
   *
   * @throws CertificateException where one is none
   */
  public List<X509Certificate> chain() throws CertificateException {
    List<X509Certificate> chain = new ArrayList<>();
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    for (String der : x5c) {
      var bytes = new ByteArrayInputStream(Base64.getDecoder().decode(der));
      chain.add((X509Certificate) factory.generateCertificate(bytes));
    }
    return List.copyOf(chain);
  }

  /** The content; {@link #parse} gives an equal key for it. */
  public ObjectNode toJson() {
    ObjectNode json = StrictJson.object().put("kid", kid);
    json.set("jwk", jwk);
    json.put("state", Form.word(state))
        .put("notBefore", notBefore.toString())
        .put("notAfter", notAfter.toString());
    ArrayNode array = json.putArray("x5c");
    x5c.forEach(array::add);
    return json;
  }
}
