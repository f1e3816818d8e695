/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.jmh;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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
import org.pcollections.HashTreePMap;
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

  private final Instant now = Instant.now();
  private RequestMemory memory;
  private RevokedTokens revoked;
  private int next;

  @Setup
  public void fill() {
    memory = new RequestMemory(entries + 1, WINDOW);
    var rows = new HashMap<String, RevocationContent>();
    for (int n = 0; n < entries; n++) {
      memory.stage(remembered(n));
      var row = RevocationContent.of(By.JTI, "jti-" + n, now, Optional.empty());
      rows.put(row.id(), row);
    }
    memory.commit();
    revoked = new RevokedTokens(HashTreePMap.from(rows));
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
    int n = next++;
    return revoked.contain(
        new TokenIdentity("other-" + n, "client-1", "ue-1", "SS_SmManagement", "kid"), now);
  }
}
