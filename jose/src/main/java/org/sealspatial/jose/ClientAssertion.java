/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.sealspatial.schemas.FailureCause;

/**
 * A client assertion that was verified: the client is who it says. RFC 7523 section 3 over HTTP; on
 * the direct topics the same with its own typ, and bound to the record (docs/kafka-proof.md).
 *
 * @param clientId iss = sub
 * @param jti unique per client; to be used up by the caller
 * @param keyThumbprint thumbprint of the key that signed
 */
public record ClientAssertion(String clientId, String jti, String keyThumbprint) {
  /** typ of an assertion on a direct topic. */
  public static final String RECORD_TYP = "seal-assertion+jwt";

  /** Longest life of an assertion. */
  public static final Duration MAX_LIFE = Duration.ofMinutes(10);

  /** Clock difference allowed, both ways. */
  public static final Duration LEEWAY = Duration.ofSeconds(10);

  /**
   * Verifies an assertion.
   *
   * @param text compact JWS
   * @param clientId the client the request names
   * @param keys the keys registered for that client
   * @param issuer the SIM-S: the only audience accepted
   * @param binding the request it came with
   * @param at the time of the request: the broker's append time
   * @throws Rejected CLIENT_AUTH_FAILED, ASSERTION_EXPIRED or ASSERTION_MISMATCH
   */
  public static ClientAssertion verify(
      String text,
      String clientId,
      Collection<VerificationKey> keys,
      String issuer,
      Binding binding,
      Instant at)
      throws Rejected {
    CompactJws jws = parse(text);
    VerificationKey key = verifyingKey(jws, keys);
    ObjectNode json = claims(jws);
    var claims = new Claims(json, FailureCause.CLIENT_AUTH_FAILED);
    if (!clientId.equals(claims.text("iss")) || !clientId.equals(claims.text("sub"))) {
      throw mismatch("iss and sub must be the client");
    }
    if (!audienceIs(json.get("aud"), issuer)) {
      throw mismatch("aud must be the issuer");
    }
    checkTimes(claims, at);
    checkShape(jws, claims, binding);
    return new ClientAssertion(clientId, claims.text("jti"), key.thumbprint());
  }

  private static CompactJws parse(String text) throws Rejected {
    try {
      CompactJws jws = CompactJws.parse(text);
      if (jws.jwk().isPresent()) {
        throw failed("a key in the header");
      }
      return jws;
    } catch (Rejected e) {
      throw failed("not a strict compact JWS");
    }
  }

  private static VerificationKey verifyingKey(CompactJws jws, Collection<VerificationKey> keys)
      throws Rejected {
    Optional<String> kid = jws.kid();
    for (VerificationKey key : keys) {
      if ((kid.isEmpty() || kid.get().equals(key.kid())) && key.verify(jws)) {
        return key;
      }
    }
    throw failed("no registered key verifies it");
  }

  private static ObjectNode claims(CompactJws jws) throws Rejected {
    try {
      return jws.claims();
    } catch (Rejected e) {
      throw failed("claims");
    }
  }

  private static boolean audienceIs(JsonNode aud, String issuer) {
    JsonNode one = aud != null && aud.isArray() && aud.size() == 1 ? aud.get(0) : aud;
    return one != null && one.isTextual() && issuer.equals(one.textValue());
  }

  private static void checkTimes(Claims claims, Instant at) throws Rejected {
    Instant expires = claims.time("exp");
    boolean late = !at.minus(LEEWAY).isBefore(expires);
    boolean tooLong = expires.isAfter(at.plus(MAX_LIFE).plus(LEEWAY));
    boolean early =
        isAfter(claims.optionalTime("nbf"), at) || isAfter(claims.optionalTime("iat"), at);
    if (late || tooLong || early) {
      throw new Rejected(FailureCause.ASSERTION_EXPIRED, "outside its life time");
    }
  }

  private static boolean isAfter(Optional<Instant> time, Instant at) {
    return time.isPresent() && time.get().isAfter(at.plus(LEEWAY));
  }

  private static void checkShape(CompactJws jws, Claims claims, Binding binding) throws Rejected {
    boolean ofRecord = jws.typ().equals(Optional.of(RECORD_TYP));
    if (binding instanceof Binding.Record record) {
      boolean bound =
          ofRecord
              && record.topic().equals(claims.text("topic"))
              && record.requestId().equals(claims.text("rid"))
              && record.digest().equals(claims.text("digest"));
      if (!bound) {
        throw mismatch("not bound to this record");
      }
    } else if (ofRecord || !isPlainJwt(jws)) {
      throw mismatch("not an RFC 7523 assertion");
    }
  }

  private static boolean isPlainJwt(CompactJws jws) {
    return jws.typ()
        .map(t -> t.equals("jwt") || t.equals("client-authentication+jwt"))
        .orElse(true);
  }

  private static Rejected failed(String hint) {
    return new Rejected(FailureCause.CLIENT_AUTH_FAILED, hint);
  }

  private static Rejected mismatch(String hint) {
    return new Rejected(FailureCause.ASSERTION_MISMATCH, hint);
  }

  /** The claims of an assertion for a record on a direct topic, as a client makes them. */
  public static ObjectNode forRecord(
      String clientId, String issuer, Binding.Record binding, String jti, Instant now) {
    return claims(clientId, issuer, jti, now)
        .put("topic", binding.topic())
        .put("rid", binding.requestId())
        .put("digest", binding.digest());
  }

  /** The claims of an RFC 7523 assertion, as a client makes them. */
  public static ObjectNode claims(String clientId, String issuer, String jti, Instant now) {
    return StrictJson.object()
        .put("iss", clientId)
        .put("sub", clientId)
        .put("aud", issuer)
        .put("iat", now.getEpochSecond())
        .put("exp", now.plusSeconds(60).getEpochSecond())
        .put("jti", jti);
  }
}
