/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
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
 * @param notBefore pending: not used to sign before; active: since when it signs
 * @param notAfter not believed from then on
 * @param x5c base64 DER certificates, the key's own first (RFC 7517 section 4.7)
 * @param note what somebody wanted beyond the schedule
 */
public record KeyContent(
    String kid,
    JsonNode jwk,
    State state,
    Instant notBefore,
    Instant notAfter,
    List<String> x5c,
    Note note) {
  private static final int MAX_CHAIN = 5;

  /**
   * What somebody wanted beyond the schedule.
   *
   * @param replaceAt its SIM-S is to make another key in its place from then on
   * @param reason why it was retired, for the record
   */
  public record Note(Optional<Instant> replaceAt, Optional<String> reason) {
    /** Nothing. */
    public static final Note NONE = new Note(Optional.empty(), Optional.empty());
  }

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
    Fields in =
        Fields.of(
            content, "kid", "jwk", "state", "notBefore", "notAfter", "x5c", "replaceAt", "reason");
    JsonNode jwk = in.has("jwk") ? in.node("jwk").deepCopy() : StrictJson.object();
    var key =
        new KeyContent(
            in.text("kid", Form.TEXT),
            jwk,
            in.choice("state", State.class, null),
            in.instant("notBefore"),
            in.instant("notAfter"),
            in.texts("x5c", Form.BASE64),
            new Note(
                in.has("replaceAt") ? Optional.of(in.instant("replaceAt")) : Optional.empty(),
                in.optionalText("reason", Form.NOTE)));
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
      } else if (!chain.isEmpty() && notAfter.isAfter(chain.get(0).getNotAfter().toInstant())) {
        in.problem("notAfter", "must not be after the end of the certificate");
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
    note.replaceAt().ifPresent(time -> json.put("replaceAt", time.toString()));
    note.reason().ifPresent(text -> json.put("reason", text));
    return json;
  }

  /**
   * Whether a token under this key may be believed now. A pending key is believed from the time at
   * which its SIM-S may turn to it: that it did is written only then, and a reader that is a moment
   * behind must not refuse what is signed right after.
   *
   * @param leeway how far clocks may differ
   */
  public boolean believed(Instant now, Duration leeway) {
    boolean begun = state != State.PENDING || !now.isBefore(notBefore.minus(leeway));
    return state != State.RETIRED && begun && now.isBefore(notAfter);
  }

  /** The same key in another state. */
  public KeyContent in(State next, Instant from, Instant until) {
    return new KeyContent(kid, jwk, next, from, until, x5c, Note.NONE);
  }

  /** The same key, with another note. */
  public KeyContent with(Note other) {
    return new KeyContent(kid, jwk, state, notBefore, notAfter, x5c, other);
  }
}
