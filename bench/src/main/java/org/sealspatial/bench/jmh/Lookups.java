/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.jmh;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
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
import org.sealspatial.jose.replay.Recall;
import org.sealspatial.jose.replay.Remembered;
import org.sealspatial.jose.replay.RequestMemory;
import org.sealspatial.routes.table.RevocationContent;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.routes.table.RevokedTokens;
import org.sealspatial.routes.table.RevokedTokens.TokenIdentity;

/** What a request is looked up in, full. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Lookups {
  private static final Duration WINDOW = Duration.ofHours(1);

  @Param({"1000", "1000000"})
  int entries;

  /** Ways to revoke that are in use, each with as many entries. */
  @Param({"0", "1", "2", "6"})
  int dimensions;

  private final Instant now = Instant.now();
  private RequestMemory memory;
  private final TokenIdentity[] tokens = new TokenIdentity[1 << 16];
  private RevokedTokens revoked;
  private int next;

  @Setup
  public void fill() {
    memory = new RequestMemory(entries + 1, WINDOW);
    var collected = new RevokedTokens.Collected();
    for (int n = 0; n < entries; n++) {
      memory.stage(remembered(n));
      for (By by : Arrays.copyOf(By.values(), dimensions)) {
        String value = by == By.ISSUED_BEFORE ? RevocationContent.ALL : by + "-" + n;
        collected.add(RevocationContent.of(by, value, now.minusSeconds(1), Optional.empty()));
      }
    }
    memory.commit();
    revoked = collected.freeze();
    for (int n = 0; n < tokens.length; n++) {
      tokens[n] =
          new TokenIdentity(
              "other-" + n, "client-" + n, "ue-" + n, "SS_SmManagement", "kid-" + n % 7);
    }
  }

  private Remembered remembered(int n) {
    return new Remembered(
        "client-1",
        "request-" + n,
        "digest-" + n,
        "proof-" + n,
        Optional.empty(),
        Optional.of("jti-" + n),
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        now);
  }

  @Benchmark
  public Recall replayMemory() {
    int n = next++;
    return memory.recall("client-1", "new-" + n, "digest", "fresh-" + n, now);
  }

  @Benchmark
  public boolean revocations() {
    TokenIdentity known = tokens[next++ & tokens.length - 1];
    // texts as they come out of a token: their hashes are not known yet
    var token =
        new TokenIdentity(
            new String(known.jti().toCharArray()),
            known.clientId(),
            known.subject(),
            known.service(),
            known.keyId());
    return revoked.contain(token, now);
  }
}
