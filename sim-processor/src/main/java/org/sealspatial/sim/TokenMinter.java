/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.AuthorizationDetail;
import org.sealspatial.jose.Recent;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.Scopes;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.replay.Remembered;

/**
 * Makes the token of a grant. What was granted is written down as JSON first, and the token is made
 * from that: so a resent request gets the same token identity from the same words.
 */
final class TokenMinter {
  private static final String JKT = "jkt";
  private static final String X5T = "x5t#S256";

  private final IssuerSettings settings;
  // Grants come again, word by word: what they say is read once.
  private final Recent<Granted> granted = new Recent<>(1024, 1024);

  /** What a grant says; the details also as the text they make. */
  private record Granted(
      String scope,
      Optional<String> confirmation,
      Optional<String> certificate,
      List<AuthorizationDetail> details,
      String detailsText,
      long policyVersion) {
    static Granted of(String text) throws Rejected {
      ObjectNode grant = StrictJson.object(text).orElseThrow();
      return new Granted(
          grant.get("scope").textValue(),
          Optional.ofNullable(grant.get(JKT)).map(node -> node.textValue()),
          Optional.ofNullable(grant.get(X5T)).map(node -> node.textValue()),
          AuthorizationDetail.parse(grant.get("authorization_details")),
          StrictJson.text(grant.get("authorization_details")),
          grant.get("policy_version").longValue());
    }
  }

  TokenMinter(IssuerSettings settings) {
    this.settings = settings;
  }

  /** The grant as JSON: what the audit keeps, and all that {@link #mint} needs. */
  static String grantJson(
      TokenCall call,
      List<AuthorizationDetail> details,
      Authentication.Sender sender,
      long policyVersion) {
    ObjectNode json =
        StrictJson.object()
            .put("scope", Scopes.of(call.service(), java.util.Set.copyOf(call.actions())))
            .put("policy_version", policyVersion);
    sender.confirmation().ifPresent(jkt -> json.put(JKT, jkt));
    sender.certificate().ifPresent(x5t -> json.put(X5T, x5t));
    json.set("authorization_details", AuthorizationDetail.toJson(details));
    return StrictJson.text(json);
  }

  Instant expiry(Instant issuedAt, Optional<Duration> ruleLifetime) {
    Duration lifetime = ruleLifetime.orElse(settings.lifetime());
    boolean tooLong = lifetime.compareTo(settings.maxLifetime()) > 0;
    return issuedAt.plus(tooLong ? settings.maxLifetime() : lifetime);
  }

  TokenReply.IssuedToken mint(String valUe, Remembered decision, SigningKey key, Instant now)
      throws Rejected {
    Granted grant = granted(decision.granted().orElseThrow());
    var token =
        new AccessToken(
            settings.issuer(),
            valUe,
            settings.audience(),
            decision.clientId(),
            grant.scope(),
            Instant.ofEpochSecond(decision.issuedAt()),
            Instant.ofEpochSecond(decision.expiresAt()),
            decision.jti().orElseThrow(),
            grant.confirmation(),
            grant.certificate(),
            grant.details(),
            grant.policyVersion());
    return new TokenReply.IssuedToken(
        key.sign(AccessToken.TYP, token.toJson()),
        grant.confirmation().isPresent() ? "DPoP" : "Bearer",
        (int) Math.max(0, decision.expiresAt() - now.getEpochSecond()),
        token.scope(),
        grant.detailsText());
  }

  private Granted granted(String text) throws Rejected {
    Granted known = granted.of(text);
    if (known == null) {
      known = Granted.of(text);
      granted.keep(text, known);
    }
    return known;
  }
}
