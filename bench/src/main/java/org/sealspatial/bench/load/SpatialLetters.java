/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.load;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.Binding;
import org.sealspatial.jose.Proof;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.SpatialRequest;
import org.sealspatial.schemas.v1.SpatialRequestBody;

/** Map requests of a fleet for one world's direct topic, each with a new proof. */
public final class SpatialLetters implements Letters {
  private static final Wire WIRE = new Wire();

  private final World world;
  private final Ids ids = new Ids();
  private final IntFunction<List<Ticket>> tickets;

  /** A token and who holds it. */
  private record Ticket(int partition, int client, String ue, String token) {}

  private SpatialLetters(World world, IntFunction<List<Ticket>> tickets) {
    this.world = world;
    this.tickets = tickets;
  }

  /** Every request with a token of its own, which LM-S has never seen. */
  public static SpatialLetters firstSeen(World world) throws Exception {
    var tokens = new Tokens(world, world.crypto());
    return new SpatialLetters(world, count -> tickets(world, tokens, count));
  }

  /** All requests with so many tokens, over and over. */
  public static SpatialLetters seenBefore(World world, int pool) throws Exception {
    List<Ticket> all = tickets(world, new Tokens(world, world.crypto()), pool);
    return new SpatialLetters(world, count -> repeat(all, count));
  }

  private static List<Ticket> tickets(World world, Tokens tokens, int count) {
    List<List<String>> ues = Fleet.ues(world.partitions());
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(number -> ticket(world, tokens, ues, number))
        .toList();
  }

  private static Ticket ticket(World world, Tokens tokens, List<List<String>> ues, int number) {
    int partition = number % ues.size();
    List<String> there = ues.get(partition);
    String ue = there.get(number / ues.size() % there.size());
    int client = number % world.fleet().size();
    return new Ticket(partition, client, ue, tokens.mint(client, ue));
  }

  private static List<Ticket> repeat(List<Ticket> pool, int count) {
    List<Ticket> all = new ArrayList<>(count);
    IntStream.range(0, count).forEach(n -> all.add(pool.get(n % pool.size())));
    return all;
  }

  @Override
  public List<Letter> write(int count) {
    List<Ticket> each = tickets.apply(count); // before the proofs, whose time is short
    return each.parallelStream().map(this::letter).toList();
  }

  private Letter letter(Ticket ticket) {
    var body =
        new SpatialRequestBody(
            ids.next(),
            world.fleet().client(ticket.client()),
            "SS_SmManagement",
            "get",
            Map.of("svc-id", Fleet.VAL_SERVICE, "map-id", "1"),
            Instant.now().plus(TokenLetters.PATIENCE).truncatedTo(ChronoUnit.MILLIS),
            null,
            null,
            null);
    return new Letter(ticket.partition(), ticket.ue(), sign(body, ticket), body.getRequestId());
  }

  private byte[] sign(SpatialRequestBody body, Ticket ticket) {
    byte[] bytes = WIRE.encode(body);
    var binding =
        new Binding.Record(
            world.topic(Topic.SPATIAL_REQUESTS),
            body.getRequestId(),
            Base64Url.encode(Base64Url.sha256(bytes)));
    var claims = Proof.claims(binding, Optional.of(ticket.token()), ids.next(), Instant.now());
    String proof = world.fleet().key(ticket.client()).signProof(Proof.RECORD_TYP, claims);
    return WIRE.encode(new SpatialRequest(ByteBuffer.wrap(bytes), ticket.token(), proof));
  }
}
