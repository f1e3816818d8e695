/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.AuthorizationDetail;
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
  private final IssuerSettings settings;

  TokenMinter(IssuerSettings settings) {
    this.settings = settings;
  }

  /** The grant as JSON: what the audit keeps, and all that {@link #mint} needs. */
  static String grantJson(
      TokenCall call,
      List<AuthorizationDetail> details,
      Optional<String> confirmation,
      long policyVersion) {
    ObjectNode json =
        StrictJson.object()
            .put("scope", Scopes.of(call.service(), java.util.Set.copyOf(call.actions())))
            .put("policy_version", policyVersion);
    confirmation.ifPresent(jkt -> json.put("jkt", jkt));
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
    ObjectNode grant = StrictJson.object(decision.granted().orElseThrow()).orElseThrow();
    var details = AuthorizationDetail.parse(grant.get("authorization_details"));
    Optional<String> confirmation =
        Optional.ofNullable(grant.get("jkt")).map(node -> node.textValue());
    var token =
        new AccessToken(
            settings.issuer(),
            valUe,
            settings.audience(),
            decision.clientId(),
            grant.get("scope").textValue(),
            Instant.ofEpochSecond(decision.issuedAt()),
            Instant.ofEpochSecond(decision.expiresAt()),
            decision.jti().orElseThrow(),
            confirmation,
            details,
            grant.get("policy_version").longValue());
    return new TokenReply.IssuedToken(
        key.sign(AccessToken.TYP, token.toJson()),
        confirmation.isPresent() ? "DPoP" : "Bearer",
        (int) Math.max(0, decision.expiresAt() - now.getEpochSecond()),
        token.scope(),
        StrictJson.text(grant.get("authorization_details")));
  }
}
