/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealspatial.schemas.FailureCause;

/**
 * The claims of our access token: RFC 9068 united with TS 33.434 Annex A.2.2.2, the
 * proof-of-possession key of RFC 9449 section 6, the client certificate of RFC 8705 section 3.1,
 * and RFC 9396 details. The one contract between SIM-S and LM-S.
 *
 * @param issuer iss: the SIM-S
 * @param subject sub: the VAL UE
 * @param audience aud: the LM-S; always exactly one
 * @param clientId client_id: the SIM-C
 * @param scope blank separated, all of one spatial localization service
 * @param issuedAt iat; nbf is the same
 * @param expiresAt exp
 * @param jti at least 128 bits that nobody can guess
 * @param confirmation cnf.jkt: thumbprint of the key that must prove possession; absent: bound to
 *     none
 * @param certificate cnf.x5t#S256: thumbprint of the client certificate that must be shown; absent:
 *     bound to none
 * @param details authorization_details, at least one
 * @param policyVersion policy_version: the bundle of policies that allowed it
 */
public record AccessToken(
    String issuer,
    String subject,
    String audience,
    String clientId,
    String scope,
    Instant issuedAt,
    Instant expiresAt,
    String jti,
    Optional<String> confirmation,
    Optional<String> certificate,
    List<AuthorizationDetail> details,
    long policyVersion) {

  /** The typ header (RFC 9068 section 2.1). */
  public static final String TYP = "at+jwt";

  private static final String JKT = "jkt";
  private static final String X5T = "x5t#S256";

  public AccessToken {
    details = List.copyOf(details);
  }

  /** The claims as JSON, in a fixed order. */
  public ObjectNode toJson() {
    ObjectNode claims =
        StrictJson.object()
            .put("iss", issuer)
            .put("sub", subject)
            .put("aud", audience)
            .put("client_id", clientId)
            .put("scope", scope)
            .put("iat", issuedAt.getEpochSecond())
            .put("nbf", issuedAt.getEpochSecond())
            .put("exp", expiresAt.getEpochSecond())
            .put("jti", jti);
    if (confirmation.isPresent() || certificate.isPresent()) {
      ObjectNode cnf = claims.putObject("cnf");
      confirmation.ifPresent(jkt -> cnf.put(JKT, jkt));
      certificate.ifPresent(x5t -> cnf.put(X5T, x5t));
    }
    claims.set("authorization_details", AuthorizationDetail.toJson(details));
    return claims.put("policy_version", policyVersion);
  }

  /**
   * The claims in this JSON, by form only: issuer, audience and times are the validator's to judge.
   *
   * @throws Rejected TOKEN_MALFORMED where a claim is missing or of another type; TOKEN_AUDIENCE
   *     where aud is not exactly one text
   */
  public static AccessToken fromJson(ObjectNode json) throws Rejected {
    var claims = new Claims(json, FailureCause.TOKEN_MALFORMED);
    Instant issuedAt = claims.wholeTime("iat");
    Instant notBefore = claims.optionalWholeTime("nbf").orElse(issuedAt);
    Optional<JsonNode> cnf = confirmations(claims);
    return new AccessToken(
        claims.text("iss"),
        claims.text("sub"),
        audience(json.get("aud")),
        claims.text("client_id"),
        claims.optionalText("scope").orElse(""),
        notBefore.isAfter(issuedAt) ? notBefore : issuedAt,
        claims.wholeTime("exp"),
        claims.text("jti"),
        member(cnf, JKT),
        member(cnf, X5T),
        details(claims),
        claims.count("policy_version"));
  }

  private static String audience(JsonNode aud) throws Rejected {
    JsonNode one = aud != null && aud.isArray() && aud.size() == 1 ? aud.get(0) : aud;
    if (one == null || one.isArray() || !one.isTextual() || one.textValue().isEmpty()) {
      // A token for several servers could be replayed by one at another.
      throw new Rejected(FailureCause.TOKEN_AUDIENCE, "aud is not exactly one text");
    }
    return one.textValue();
  }

  private static Optional<JsonNode> confirmations(Claims claims) throws Rejected {
    Optional<JsonNode> cnf = claims.node("cnf");
    if (cnf.isPresent()) {
      long known = Stream.of(JKT, X5T).filter(name -> cnf.get().path(name).isTextual()).count();
      if (!cnf.get().isObject() || known == 0 || known != cnf.get().size()) {
        throw claims.wrong("cnf"); // a binding we can't check must not look like none
      }
    }
    return cnf;
  }

  private static Optional<String> member(Optional<JsonNode> cnf, String name) {
    return cnf.map(members -> members.path(name).textValue());
  }

  private static List<AuthorizationDetail> details(Claims claims) throws Rejected {
    JsonNode details =
        claims
            .node("authorization_details")
            .orElseThrow(() -> claims.wrong("authorization_details"));
    try {
      return AuthorizationDetail.parse(details);
    } catch (Rejected e) {
      throw claims.wrong("authorization_details");
    }
  }
}
