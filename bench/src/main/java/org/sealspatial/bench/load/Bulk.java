/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.routes.table.RevocationContent;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.routes.table.SignedTable;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.Area;
import org.sealspatial.schemas.v1.MapLayer;
import org.sealspatial.schemas.v1.MapProfile;
import org.sealspatial.schemas.v1.SpatialAnchor;
import org.sealspatial.schemas.v1.SpatialAnchorRecord;
import org.sealspatial.schemas.v1.SpatialMapRecord;
import org.sealspatial.schemas.v1.TableRecord;

/**
 * Fills tables with entries that no request of the load is about. They are what the operator's
 * commands write, signed with the operator's key, save for the copies in the log of changes.
 */
public final class Bulk {
  /** A policy has this many rules at most. */
  private static final int RULES = 256;

  private static final int CHUNK = 20_000;
  private static final Wire WIRE = new Wire();

  private final World world;
  private final SigningKey operator;
  private final JsonNode someKey;

  /** For this world. */
  public Bulk(World world) throws Exception {
    this.world = world;
    this.operator =
        PemFiles.signingKey(
            Path.of(world.setting("operator.key")), Algorithm.ES256, world.crypto());
    this.someKey = operator.publicHalf().jwk();
  }

  /** The tables that can be filled. */
  public static List<Topic> tables() {
    return List.of(
        Topic.CLIENTS,
        Topic.POLICIES,
        Topic.REVOCATIONS,
        Topic.SPATIAL_MAPS,
        Topic.SPATIAL_ANCHORS);
  }

  /**
   * Writes the entries of these numbers; of policies, as many rules. Returns when all are there.
   * What was signed for a world of this folder is used again: the worlds have the same operator.
   */
  public void write(Topic table, int from, int to) throws IOException {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", world.bootstrap(), "acks", "all", "batch.size", 64 << 10),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (int start = from; start < to; ) {
        int end = Math.min(to, sectionEnd(start));
        var entries =
            new Spool(world.folder().resolve("entries-" + table + "-" + start + "-" + end));
        if (!entries.isThere()) {
          entries.write(signed(table, start, end));
        }
        entries.read(
            (key, value) -> producer.send(new ProducerRecord<>(world.topic(table), 0, key, value)));
        start = end;
      }
      producer.flush();
    }
  }

  /** Sections end at powers of ten, so that rows of all sizes share them. */
  private static int sectionEnd(int start) {
    int end = 1_000;
    while (end <= start) {
      end *= 10;
    }
    return end;
  }

  /** Signs on all processors, chunk by chunk. */
  private Stream<Spool.Entry> signed(Topic table, int from, int to) {
    int step = table == Topic.POLICIES ? RULES : 1;
    return IntStream.iterate(from, start -> start < to, start -> start + CHUNK * step)
        .boxed()
        .flatMap(
            start ->
                IntStream.range(0, (Math.min(to - start, CHUNK * step) + step - 1) / step)
                    .parallel()
                    .mapToObj(n -> row(table, start + n * step, to))
                    .toList()
                    .stream());
  }

  private Spool.Entry row(Topic table, int number, int end) {
    return switch (table) {
      case CLIENTS -> signed(table, "other-" + number, client("other-" + number));
      case POLICIES -> signed(table, "other-" + number, policy(number, end));
      case REVOCATIONS -> {
        var revocation =
            RevocationContent.of(By.JTI, "gone-" + number, Instant.now(), Optional.empty());
        yield signed(table, revocation.id(), revocation.toJson());
      }
      case SPATIAL_MAPS -> {
        SpatialMapRecord map = map(number);
        yield new Spool.Entry(String.valueOf(map.getMapId()), WIRE.encode(map));
      }
      case SPATIAL_ANCHORS -> new Spool.Entry("anchor-" + number, WIRE.encode(anchor(number)));
      default -> throw new IllegalArgumentException(table + " can't be filled");
    };
  }

  private Spool.Entry signed(Topic table, String id, ObjectNode content) {
    Instant now = Instant.now();
    var entry =
        new TableEntry(
            SignedTable.nameOf(table), id, now.toEpochMilli(), 0, now, Optional.of(content));
    return new Spool.Entry(id, WIRE.encode(new TableRecord(entry.sign(operator))));
  }

  private ObjectNode client(String id) {
    ObjectNode client = Fleet.document(id);
    client.remove("kind");
    client.putArray("keys").add(someKey);
    return client;
  }

  private static ObjectNode policy(int from, int end) {
    ObjectNode policy = StrictJson.object().put("id", "other-" + from);
    var rules = policy.putArray("rules");
    for (int n = from; n < Math.min(end, from + RULES); n++) {
      ObjectNode rule = rules.addObject().put("id", "r-" + n).put("effect", "allow");
      rule.putArray("clients").add("other-" + n);
      rule.putArray("valUes").add("ue-*");
      rule.putArray("valServices").add(Fleet.VAL_SERVICE);
      rule.putArray("services").add("SS_SmManagement");
      rule.putArray("actions").add("get");
    }
    return policy;
  }

  private static SpatialMapRecord map(int number) {
    double[] at = place(number);
    List<Double> ring =
        List.of(at[0], at[1], at[0] + 1e-4, at[1], at[0] + 1e-4, at[1] + 1e-4, at[0], at[1] + 1e-4);
    var profile =
        new MapProfile(
            Fleet.VAL_SERVICE,
            new Area(ring, null, null),
            List.of(),
            List.of(new MapLayer("ground", null, null)));
    return new SpatialMapRecord(1000L + number, 1L, false, profile, null);
  }

  private static SpatialAnchorRecord anchor(int number) {
    double[] at = place(number);
    var anchor = new SpatialAnchor();
    anchor.setLongitude(at[0]);
    anchor.setLatitude(at[1]);
    anchor.setValService(Fleet.VAL_SERVICE);
    anchor.setEndpoint("https://anchors.example/" + number);
    anchor.setAllowedEntities(List.of());
    return new SpatialAnchorRecord("anchor-" + number, 1L, false, anchor);
  }

  /** Side by side on a grid of 1,000 columns. */
  private static double[] place(int number) {
    return new double[] {5 + number % 1000 * 2e-4, 50 + number / 1000 * 2e-4};
  }
}
