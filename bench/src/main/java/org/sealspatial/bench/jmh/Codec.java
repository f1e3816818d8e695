/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.jmh;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenRequestBody;

/** A token request to and from its bytes: body and envelope. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Codec {
  private final Wire wire = new Wire();
  private TokenRequestBody body;
  private byte[] bytes;

  @Setup
  public void make() {
    Instant until = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
    body =
        new TokenRequestBody(
            "request-request-1",
            "client-1",
            "ue-1",
            null,
            "arcade.example",
            "SS_SmManagement",
            List.of("get"),
            null,
            until,
            null,
            null,
            null);
    bytes = encode();
  }

  @Benchmark
  public byte[] encode() {
    return wire.encode(new TokenRequest(ByteBuffer.wrap(wire.encode(body)), "a".repeat(600), null));
  }

  @Benchmark
  public TokenRequestBody decode() throws UnreadableRecord {
    TokenRequest request = wire.decode(bytes, TokenRequest.class);
    var inner = new byte[request.getBody().remaining()];
    request.getBody().get(inner);
    return wire.decode(inner, TokenRequestBody.class);
  }
}
