/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.jmh;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.SigningKey;

/**
 * The strict front: what a token costs before any signature is looked at, and what one costs that
 * is refused by its shape.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TokenFront {
  private static final int TOKENS = 1_024;

  private final String[] tokens = new String[TOKENS];
  private String encrypted;
  private String padded;
  private int next;

  @Setup
  public void sign() {
    SigningKey key = SigningKey.generate(Algorithm.ES256, CryptoProvider.best());
    for (int n = 0; n < TOKENS; n++) {
      AccessToken claims = Signatures.claims(Instant.now(), key.publicHalf().thumbprint());
      tokens[n] = key.sign(AccessToken.TYP, claims.toJson());
    }
    encrypted = tokens[0] + ".AAAA.AAAA";
    padded = tokens[0] + "==";
  }

  /** Compact form, base64url, header. */
  @Benchmark
  public CompactJws front() throws Rejected {
    return CompactJws.parse(tokens[next++ & TOKENS - 1]);
  }

  /** The same, and each claim. */
  @Benchmark
  public AccessToken frontAndClaims() throws Rejected {
    return AccessToken.fromJson(CompactJws.parse(tokens[next++ & TOKENS - 1]).claims());
  }

  /** A JWE, refused by its five parts. */
  @Benchmark
  public Rejected refuseEncrypted() {
    return refuse(encrypted);
  }

  /** Padding, refused by its last character. */
  @Benchmark
  public Rejected refusePadded() {
    return refuse(padded);
  }

  private static Rejected refuse(String token) {
    try {
      CompactJws.parse(token);
      throw new IllegalStateException("accepted");
    } catch (Rejected e) {
      return e;
    }
  }
}
