/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.jmh;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.AuthorizationDetail;
import org.sealspatial.jose.Binding;
import org.sealspatial.jose.ClientAssertion;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.Proof;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.lm.port.TrustedKeys;
import org.sealspatial.lm.token.SignedToken;
import org.sealspatial.lm.token.TokenSettings;
import org.sealspatial.lm.token.TokenValidation;

/** What is signed and verified for a request, parsing and checks of claims included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Signatures {
  private static final String ISSUER = "https://sim.example";
  private static final String AUDIENCE = "urn:seal:lm-s";
  private static final Binding BINDING =
      new Binding.Record("seal.spatial.requests.v1", "request-1", "x".repeat(43));

  private static final int TOKENS = 1_024;
  private static final int CACHED = 10; // so that none is met again before it was forgotten

  @Param({"accp", "bc", "jdk"})
  String provider;

  private CryptoProvider crypto;
  private SigningKey simKey;
  private SigningKey clientKey;
  private AccessToken claims;
  private final String[] tokens = new String[TOKENS];
  private int next;
  private String token;
  private String proof;
  private CompactJws parsed;
  private String assertion;
  private Instant now;
  private TrustedKeys keys;
  private TokenValidation uncached;
  private TokenValidation cached;

  @Setup
  public void sign() throws Rejected {
    crypto = CryptoProvider.named(provider);
    simKey = SigningKey.generate(Algorithm.ES256, crypto);
    clientKey = SigningKey.generate(Algorithm.ES256, crypto);
    now = Instant.now();
    claims = claims(now, clientKey.publicHalf().thumbprint());
    for (int n = 0; n < TOKENS; n++) {
      tokens[n] = signToken(); // no ECDSA signature is like another
    }
    token = tokens[0];
    parsed = CompactJws.parse(token);
    proof = signProof();
    ObjectNode asserted =
        ClientAssertion.forRecord("client-1", ISSUER, (Binding.Record) BINDING, "jti-2", now);
    assertion = clientKey.sign(ClientAssertion.RECORD_TYP, asserted);
    keys = new OneKey(new TrustedKeys.TrustedKey(simKey.publicHalf(), TrustedKeys.State.ACTIVE, 1));
    var settings =
        new TokenSettings(
            ISSUER,
            AUDIENCE,
            Set.of(Algorithm.ES256),
            TokenSettings.DEFAULT_LEEWAY,
            Duration.ofHours(1));
    uncached = new TokenValidation(settings, CACHED);
    cached = new TokenValidation(settings, CACHED);
  }

  private record OneKey(TrustedKeys.TrustedKey key) implements TrustedKeys {
    @Override
    public Optional<TrustedKey> find(String kid) {
      return Optional.of(key).filter(k -> k.key().kid().equals(kid));
    }

    @Override
    public boolean isEmpty() {
      return false;
    }
  }

  static AccessToken claims(Instant now, String thumbprint) {
    var detail =
        new AuthorizationDetail(List.of("get"), List.of(1L), List.of("ground"), Optional.empty());
    return new AccessToken(
        ISSUER,
        "ue-1",
        AUDIENCE,
        "client-1",
        "seal:SS_SmManagement:get",
        now,
        now.plus(Duration.ofMinutes(30)),
        "jti-jti-jti-jti-jti-jti",
        Optional.of(thumbprint),
        Optional.empty(),
        List.of(detail),
        1);
  }

  @Benchmark
  public String signToken() {
    return simKey.sign(AccessToken.TYP, claims.toJson());
  }

  @Benchmark
  public SignedToken verifyToken() throws Rejected {
    return uncached.signed(tokens[next++ & TOKENS - 1], keys);
  }

  @Benchmark
  public SignedToken verifyTokenSeenBefore() throws Rejected {
    return cached.signed(token, keys);
  }

  @Benchmark
  public String signProof() {
    ObjectNode text = Proof.claims(BINDING, Optional.of(token), "jti-1", now);
    return clientKey.signProof(Proof.RECORD_TYP, text);
  }

  /** What a proof can't do without; all else in {@link #verifyProof} is checks. */
  @Benchmark
  public boolean verifySignatureAlone() {
    return simKey.publicHalf().verify(parsed);
  }

  @Benchmark
  public Proof verifyProof() throws Rejected {
    return Proof.verify(proof, BINDING, Optional.of(token), now, crypto);
  }

  @Benchmark
  public ClientAssertion verifyAssertion() throws Rejected {
    return ClientAssertion.verify(
        assertion, "client-1", List.of(clientKey.publicHalf()), ISSUER, BINDING, now);
  }
}
