/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.AuthorizationDetail;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.lm.port.TrustedKeys;

/** A SIM-S for tests: keys, tokens with valid defaults, and the settings they are valid under. */
public final class TokenKit {
  public static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  public static final CryptoProvider CRYPTO = CryptoProvider.best();
  public static final SigningKey SIM = SigningKey.generate(Algorithm.ES256, CRYPTO);
  public static final SigningKey CLIENT = SigningKey.generate(Algorithm.ES256, CRYPTO);
  public static final TokenSettings SETTINGS =
      new TokenSettings(
          "https://sim.example",
          "https://lm.example",
          Set.of(Algorithm.ES256),
          Duration.ofSeconds(10),
          Duration.ofMinutes(10));

  private TokenKit() {}

  /** Trusted keys that can be changed. */
  public static final class Keys implements TrustedKeys {
    private final Map<String, TrustedKey> keys = new HashMap<>();
    private int finds;

    public static Keys of(SigningKey... keys) {
      var all = new Keys();
      for (SigningKey key : keys) {
        all.put(key, State.ACTIVE, 1);
      }
      return all;
    }

    public Keys put(SigningKey key, State state, long version) {
      keys.put(key.kid(), new TrustedKey(key.publicHalf(), state, version));
      return this;
    }

    public int finds() {
      return finds;
    }

    @Override
    public Optional<TrustedKey> find(String kid) {
      finds++;
      return Optional.ofNullable(keys.get(kid));
    }

    @Override
    public boolean isEmpty() {
      return keys.isEmpty();
    }
  }

  /** The claims of a token for this service, bound to the client's key. */
  public static ObjectNode claims(String service, String... actions) {
    return claims(
        service,
        new AuthorizationDetail(List.of(actions), List.of(), List.of(), Optional.empty()),
        actions);
  }

  public static ObjectNode claims(String service, AuthorizationDetail detail, String... actions) {
    var scope = new StringBuilder();
    for (String action : actions) {
      scope.append(scope.isEmpty() ? "" : " ").append("seal:" + service + ":" + action);
    }
    return new AccessToken(
            "https://sim.example",
            "ue-1",
            "https://lm.example",
            "client-a",
            scope.toString(),
            NOON.minusSeconds(10),
            NOON.plusSeconds(290),
            "jti-1",
            Optional.of(CLIENT.publicHalf().thumbprint()),
            Optional.empty(),
            List.of(detail),
            3)
        .toJson();
  }

  public static String sign(ObjectNode claims) {
    return SIM.sign(AccessToken.TYP, claims);
  }

  public static ObjectNode header(String alg, String typ, String kid) {
    return StrictJson.object().put("alg", alg).put("typ", typ).put("kid", kid);
  }
}
