/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.Binding;
import org.sealspatial.jose.ClientAssertion;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenRequestBody;

/** Token requests of a fleet for one world's direct topic. */
public final class TokenLetters implements Letters {
  static final Duration PATIENCE = Duration.ofHours(1); // no request is to be late
  private static final Duration ASSERTION_LIFE = Duration.ofMinutes(9);
  private static final Wire WIRE = new Wire();

  private final World world;
  private final Ids ids = new Ids();
  private final List<List<String>> ues;

  /** For this world. */
  public TokenLetters(World world) {
    this.world = world;
    this.ues = Fleet.ues(world.partitions());
  }

  @Override
  public List<Letter> write(int count) {
    return IntStream.range(0, count).parallel().mapToObj(this::letter).toList();
  }

  private Letter letter(int number) {
    int partition = number % ues.size();
    List<String> there = ues.get(partition);
    String ue = there.get(number / ues.size() % there.size());
    int client = number % world.fleet().size();
    var body = body(world.fleet().client(client), ue);
    return new Letter(partition, ue, sign(body, client), body.getRequestId());
  }

  private TokenRequestBody body(String client, String ue) {
    return new TokenRequestBody(
        ids.next(),
        client,
        ue,
        null,
        Fleet.VAL_SERVICE,
        "SS_SmManagement",
        List.of("get"),
        null,
        Instant.now().plus(PATIENCE).truncatedTo(ChronoUnit.MILLIS),
        null,
        null,
        null);
  }

  private byte[] sign(TokenRequestBody body, int client) {
    byte[] bytes = WIRE.encode(body);
    var binding =
        new Binding.Record(
            world.topic(Topic.TOKEN_REQUESTS),
            body.getRequestId(),
            Base64Url.encode(Base64Url.sha256(bytes)));
    Instant now = Instant.now();
    ObjectNode claims =
        ClientAssertion.forRecord(body.getClientId(), World.ISSUER, binding, ids.next(), now);
    claims.put("exp", now.plus(ASSERTION_LIFE).getEpochSecond());
    String assertion = world.fleet().key(client).sign(ClientAssertion.RECORD_TYP, claims);
    return WIRE.encode(new TokenRequest(ByteBuffer.wrap(bytes), assertion, null));
  }
}
