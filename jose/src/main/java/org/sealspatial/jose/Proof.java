/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sealspatial.schemas.FailureCause;

/**
 * A proof of possession that was verified: the sender holds the private key. DPoP (RFC 9449 section
 * 4.3) over HTTP; on the direct topics the same idea bound to the record (docs/kafka-proof.md).
 *
 * @param keyThumbprint thumbprint of the key: to be compared with cnf.jkt
 * @param jti to be used up by the caller
 */
public record Proof(String keyThumbprint, String jti) {
  /** typ of a proof over HTTP. */
  public static final String HTTP_TYP = "dpop+jwt";

  /** typ of a proof on a direct topic. */
  public static final String RECORD_TYP = "seal-proof+jwt";

  /** How long before the request a proof may have been made. */
  public static final Duration WINDOW = Duration.ofSeconds(60);

  /** How far in the future of the request a proof may have been made. */
  public static final Duration LEEWAY = Duration.ofSeconds(10);

  /**
   * Verifies a proof.
   *
   * @param text compact JWS
   * @param binding the request it came with
   * @param accessToken the token it came with; absent at the token endpoint
   * @param at the time of the request: the broker's append time
   * @throws Rejected PROOF_INVALID
   */
  public static Proof verify(
      String text, Binding binding, Optional<String> accessToken, Instant at, CryptoProvider crypto)
      throws Rejected {
    CompactJws jws = parse(text, binding instanceof Binding.Http);
    VerificationKey key = key(jws, crypto);
    if (!key.verify(jws)) {
      throw invalid("the signature does not verify");
    }
    crypto.proven().keep(jws.headerText(), key); // by holders of keys only
    var claims = new Claims(claimsOf(jws), FailureCause.PROOF_INVALID);
    checkTime(claims, at);
    checkBinding(claims, binding);
    Optional<String> ath = claims.optionalText("ath");
    if (!ath.equals(accessToken.map(Base64Url::sha256))) {
      throw invalid("ath is not this token's");
    }
    return new Proof(key.thumbprint(), claims.text("jti"));
  }

  private static CompactJws parse(String text, boolean http) throws Rejected {
    String typ = http ? HTTP_TYP : RECORD_TYP;
    CompactJws jws;
    try {
      jws = http ? CompactJws.parseOpen(text) : CompactJws.parse(text);
    } catch (Rejected e) {
      throw invalid("not a strict compact JWS");
    }
    if (!jws.typ().equals(Optional.of(typ))) {
      throw invalid("typ is not " + typ);
    }
    return jws;
  }

  private static VerificationKey key(CompactJws jws, CryptoProvider crypto) throws Rejected {
    VerificationKey known = crypto.proven().of(jws.headerText());
    if (known != null) {
      return known;
    }
    JsonNode jwk = jws.jwk().orElseThrow(() -> invalid("no jwk"));
    try {
      return VerificationKey.of(jwk, crypto);
    } catch (UnfitKey e) {
      throw invalid("jwk is not fit");
    }
  }

  private static ObjectNode claimsOf(CompactJws jws) throws Rejected {
    try {
      return jws.claims();
    } catch (Rejected e) {
      throw invalid("claims");
    }
  }

  private static void checkTime(Claims claims, Instant at) throws Rejected {
    Instant made = claims.time("iat");
    if (made.isBefore(at.minus(WINDOW)) || made.isAfter(at.plus(LEEWAY))) {
      throw invalid("iat is outside the window");
    }
    Optional<Instant> notBefore = claims.optionalTime("nbf");
    Optional<Instant> expires = claims.optionalTime("exp");
    if (notBefore.isPresent() && notBefore.get().isAfter(at.plus(LEEWAY))
        || expires.isPresent() && !expires.get().isAfter(at.minus(LEEWAY))) {
      throw invalid("outside its life time");
    }
  }

  private static void checkBinding(Claims claims, Binding binding) throws Rejected {
    boolean bound;
    if (binding instanceof Binding.Record record) {
      bound =
          record.topic().equals(claims.text("topic"))
              && record.requestId().equals(claims.text("rid"))
              && record.digest().equals(claims.text("digest"));
    } else {
      var http = (Binding.Http) binding;
      bound =
          http.method().equals(claims.text("htm")) && HttpUri.same(http.uri(), claims.text("htu"));
    }
    if (!bound) {
      throw invalid("bound to another request");
    }
  }

  private static Rejected invalid(String hint) {
    return new Rejected(FailureCause.PROOF_INVALID, hint);
  }

  /** The claims of a proof, as a client makes them. */
  public static ObjectNode claims(
      Binding binding, Optional<String> accessToken, String jti, Instant now) {
    ObjectNode claims = StrictJson.object().put("jti", jti).put("iat", now.getEpochSecond());
    if (binding instanceof Binding.Record record) {
      claims
          .put("topic", record.topic())
          .put("rid", record.requestId())
          .put("digest", record.digest());
    } else {
      var http = (Binding.Http) binding;
      claims.put("htm", http.method()).put("htu", http.uri());
    }
    accessToken.ifPresent(token -> claims.put("ath", Base64Url.sha256(token)));
    return claims;
  }
}
