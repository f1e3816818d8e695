/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.sim.domain.Names;
import org.sealspatial.sim.port.RegisteredClient;
import org.sealspatial.sim.port.SimView;

/** One client, arcade, and the key of SIM-S; a test changes what it is about. */
abstract class ArcadeView implements SimView {
  static final CryptoProvider CRYPTO = CryptoProvider.best();
  static final SigningKey CLIENT_KEY = SigningKey.generate(Algorithm.ES256, CRYPTO);
  static final SigningKey SIM_KEY = SigningKey.generate(Algorithm.ES256, CRYPTO);
  static final IssuerSettings SETTINGS =
      new IssuerSettings(
          "https://sim.example",
          "https://lm.example",
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Set.of("SS_SmManagement"));

  boolean proofRequired = true;
  boolean certificateBound;
  boolean stale;
  final Set<String> revoked = new HashSet<>();
  final Map<String, VerificationKey> keys =
      new HashMap<>(Map.of(SIM_KEY.kid(), SIM_KEY.publicHalf()));

  @Override
  public Optional<RegisteredClient> client(String id) {
    return id.equals("arcade")
        ? Optional.of(
            new RegisteredClient(
                "arcade",
                List.of(CLIENT_KEY.publicHalf()),
                Optional.empty(),
                Optional.of("arcade"),
                proofRequired,
                certificateBound,
                new Names(List.of("ue-*")),
                false))
        : Optional.empty();
  }

  @Override
  public Optional<VerificationKey> verificationKey(String kid) {
    return Optional.ofNullable(keys.get(kid));
  }

  @Override
  public boolean revocationsStale() {
    return stale;
  }

  @Override
  public boolean revoked(
      String jti, String client, String subject, String service, String kid, Instant iat) {
    return revoked.contains(jti);
  }
}
