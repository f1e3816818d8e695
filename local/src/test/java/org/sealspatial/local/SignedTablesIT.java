/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.jose.TrustChain;
import org.sealspatial.lm.token.Forge;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.HttpValUe;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.admin.Desired;
import org.sealspatial.routes.admin.OperatorKeys;
import org.sealspatial.routes.admin.TableEdits;
import org.sealspatial.routes.table.KeyContent;
import org.sealspatial.routes.table.SignedTable;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.SimAnchor;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.TableRecord;

/**
 * Who can write the topics of the signed tables, and has none of the keys or only a wrong one,
 * changes no decision.
 */
@WithKafka
@TestMethodOrder(OrderAnnotation.class)
class SignedTablesIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Wire WIRE = new Wire();
  private static final String OTHER_CLIENT = "other-fleet";
  private static final String EXTRA_SERVICE = "extra.example";
  private static final String REVOKED_UE = "ue-revoked";
  private static final List<String> REASONS =
      List.of(
          "forged",
          "replayed",
          "rolled_back",
          "tombstone",
          "unreadable",
          "key",
          "content",
          "unexpected");
  private static final List<String> ALARMING =
      List.of("forged", "replayed", "rolled_back", "tombstone");

  private static final SigningKey STRANGER = SigningKey.generate(Algorithm.ES256, TestStack.CRYPTO);
  private static final SigningKey OTHER_KEY =
      SigningKey.generate(Algorithm.ES256, TestStack.CRYPTO);

  private static TestStack stack;
  private static TokenLife life;
  private static SigningKey operator;
  private static SigningKey sim;
  private static String goodToken;
  private static String revokedToken;

  /** A table under attack, and an entry of it that has an older version. */
  private enum Target {
    CLIENTS(Topic.CLIENTS, List.of("sim", "lm")),
    POLICIES(Topic.POLICIES, List.of("sim")),
    KEYS(Topic.KEYS, List.of("sim", "lm", "gateway")),
    REVOCATIONS(Topic.REVOCATIONS, List.of("sim", "lm"));

    private final Topic topic;
    private final List<String> readers;

    Target(Topic topic, List<String> readers) {
      this.topic = topic;
      this.readers = readers;
    }

    String id() {
      return switch (this) {
        case CLIENTS -> OTHER_CLIENT;
        case POLICIES -> "extra";
        case KEYS -> sim.kid();
        case REVOCATIONS -> "subject:" + REVOKED_UE;
      };
    }

    String table() {
      return SignedTable.nameOf(topic);
    }

    /** The key that signs its entries. */
    SigningKey right() {
      return this == KEYS ? sim : operator;
    }

    /** A key that is good elsewhere. */
    SigningKey wrong() {
      return switch (this) {
        case CLIENTS, POLICIES -> sim;
        case KEYS -> operator;
        case REVOCATIONS -> stack.clientKey();
      };
    }

    /** All versions of the entry, the oldest first. */
    List<byte[]> versions() {
      return Reconciliation.records(stack, stack.topic(topic)).stream()
          .filter(record -> id().equals(record.key()) && record.value() != null)
          .map(ConsumerRecord::value)
          .toList();
    }

    TableEntry entry(byte[] version) throws Exception {
      String jws = WIRE.decode(version, TableRecord.class).getJws();
      return TableEntry.verify(jws, table(), id(), List.of(right().publicHalf()));
    }

    /** What would be the next version of the entry, in this table under this id. */
    TableEntry next(String table, String id, ObjectNode content) throws Exception {
      TableEntry current = entry(CURRENT.get(this));
      return new TableEntry(
          table, id, current.sequence() + 10, 0, Instant.now(), Optional.of(content));
    }

    TableEntry next() throws Exception {
      return next(table(), id(), entry(CURRENT.get(this)).content().orElseThrow());
    }
  }

  /** The newest version of each entry. */
  private static final Map<Target, byte[]> CURRENT = new HashMap<>();

  private static final Map<Target, byte[]> OLDER = new HashMap<>();

  /** A record for the topic of a table. */
  private record Written(byte[] key, byte[] value) {
    static Written of(Target target, String jws) {
      return of(target, WIRE.encode(new TableRecord(jws)));
    }

    static Written of(Target target, byte[] value) {
      return new Written(target.id().getBytes(StandardCharsets.UTF_8), value);
    }
  }

  /** What somebody writes, and the reason it is ignored for. */
  private enum Attack {
    UNSIGNED("forged") {
      @Override
      Written on(Target target) throws Exception {
        ObjectNode header = StrictJson.object().put("alg", "none").put("typ", TableEntry.TYP);
        return Written.of(target, part(header) + "." + part(claims(target.next())) + ".");
      }
    },
    SIGNED_BY_NOBODY_WE_KNOW("forged") {
      @Override
      Written on(Target target) throws Exception {
        return Written.of(target, target.next().sign(STRANGER));
      }
    },
    SIGNED_UNDER_THE_NAME_OF_THE_RIGHT_KEY("forged") {
      @Override
      Written on(Target target) throws Exception {
        ObjectNode header =
            StrictJson.object()
                .put("alg", "ES256")
                .put("typ", TableEntry.TYP)
                .put("kid", target.right().kid());
        return Written.of(target, Forge.fresh().sign(header, claims(target.next())));
      }
    },
    SIGNED_BY_A_KEY_THAT_IS_GOOD_ELSEWHERE("forged") {
      @Override
      Written on(Target target) throws Exception {
        return Written.of(target, target.next().sign(target.wrong()));
      }
    },
    SIGNED_FOR_ANOTHER_TABLE("forged") {
      @Override
      Written on(Target target) throws Exception {
        TableEntry next = target.next();
        TableEntry elsewhere = target.next("maps.v1", target.id(), next.content().orElseThrow());
        return Written.of(target, elsewhere.sign(target.right()));
      }
    },
    SIGNED_FOR_ANOTHER_ID("forged") {
      @Override
      Written on(Target target) throws Exception {
        TableEntry next = target.next();
        TableEntry other =
            target.next(target.table(), target.id() + "-2", next.content().orElseThrow());
        return Written.of(target, other.sign(target.right()));
      }
    },
    REPLAYED("replayed") {
      @Override
      Written on(Target target) {
        return Written.of(target, CURRENT.get(target));
      }
    },
    ROLLED_BACK("rolled_back") {
      @Override
      Written on(Target target) {
        return Written.of(target, OLDER.get(target));
      }
    },
    DELETED_UNSIGNED("tombstone") {
      @Override
      Written on(Target target) {
        return Written.of(target, (byte[]) null);
      }
    },
    NO_RECORD("unreadable") {
      @Override
      Written on(Target target) {
        return Written.of(target, "no record".getBytes(StandardCharsets.UTF_8));
      }
    },
    NO_KEY_WE_CAN_READ("key") {
      @Override
      Written on(Target target) {
        return new Written(new byte[] {(byte) 0xC3, 0x28}, CURRENT.get(target));
      }
    },
    OF_NO_FORM_THOUGH_SIGNED("content") {
      @Override
      Written on(Target target) throws Exception {
        ObjectNode content = StrictJson.object().put("surprise", "a surprise");
        TableEntry next = target.next(target.table(), target.id(), content);
        return Written.of(target, next.sign(target.right()));
      }
    };

    private final String reason;

    Attack(String reason) {
      this.reason = reason;
    }

    abstract Written on(Target target) throws Exception;

    static String part(ObjectNode json) {
      return Base64Url.encode(StrictJson.text(json).getBytes(StandardCharsets.UTF_8));
    }

    static ObjectNode claims(TableEntry entry) {
      ObjectNode claims =
          StrictJson.object()
              .put("table", entry.table())
              .put("id", entry.id())
              .put("seq", entry.sequence())
              .put("bundle", entry.bundle())
              .put("iat", entry.at().getEpochSecond());
      claims.set("content", entry.content().orElseThrow());
      return claims;
    }
  }

  @BeforeAll
  static void start(KafkaUnderTest kafka) throws Exception {
    stack = TestStack.start(kafka.bootstrap());
    life = new TokenLife(stack);
    operator = OperatorKeys.of(stack.stack().tools()).signing();
    sim = Attacker.simKey(stack).key();
    goodToken = life.token("ue-1");
    revokedToken = life.token(REVOKED_UE);

    // two versions of everything, of which the first would allow more
    apply("ue-*", "ue-*");
    assertEquals("200", tokenFor(extra()));
    apply("others-*", "others-*");
    life.revokeSubject(REVOKED_UE);
    life.revokeSubject(REVOKED_UE);
    TableEntry key = Target.KEYS.entry(Target.KEYS.versions().get(0));
    var again =
        new TableEntry(key.table(), key.id(), key.sequence() + 1, 0, Instant.now(), key.content());
    write(Target.KEYS, Written.of(Target.KEYS, again.sign(sim)));

    for (Target target : Target.values()) {
      List<byte[]> versions = target.versions();
      OLDER.put(target, versions.get(0));
      CURRENT.put(target, versions.get(versions.size() - 1));
    }
    life.awaitLm("TOKEN_REVOKED", REVOKED_UE, revokedToken);
    await("the second bundle is in force")
        .atMost(SOON)
        .until(() -> !tokenFor(extra()).equals("200"));
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var ended = stack) {
      Reconciliation.check(ended);
    }
  }

  /** A client and a policy that allow these VAL UEs. */
  private static void apply(String clients, String policies) throws Exception {
    ObjectNode client =
        StrictJson.object().put("kind", "Client").put("id", OTHER_CLIENT).put("proof", "required");
    client.putArray("keys").add(OTHER_KEY.publicHalf().jwk());
    client.putArray("valUes").add(clients);
    ObjectNode policy = StrictJson.object().put("kind", "Policy").put("id", "extra");
    ObjectNode rule = policy.putArray("rules").addObject().put("id", "r").put("effect", "allow");
    rule.putArray("clients").add(DemoWorld.CLIENT);
    rule.putArray("valUes").add(policies);
    rule.putArray("valServices").add(EXTRA_SERVICE);
    rule.putArray("services").add(TokenLife.SM);
    rule.putArray("actions").add("get");
    List<Path> files = new ArrayList<>();
    for (ObjectNode document : List.of(client, policy)) {
      files.add(Files.writeString(Files.createTempFile("table", ".yaml"), document.toString()));
    }
    life.edits()
        .apply(Desired.read(files, TestStack.CRYPTO), new TableEdits.Options(false, true, false));
    for (Path file : files) {
      Files.delete(file);
    }
  }

  private static void write(Target target, Written... records) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            stack.clientProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Written record : records) {
        producer
            .send(new ProducerRecord<>(stack.topic(target.topic), 0, record.key(), record.value()))
            .get();
      }
    }
  }

  private static ValUe extra() {
    ValUe ue = stack.ue("ue-1");
    return new ValUe(ue.clientId(), "ue-1", EXTRA_SERVICE, ue.issuer(), ue.key());
  }

  private static ValUe other() {
    String issuer = stack.ue("ue-1").issuer();
    return new ValUe(OTHER_CLIENT, "ue-1", DemoWorld.VAL_SERVICE, issuer, OTHER_KEY);
  }

  /** 200, or why there is no token. */
  private static String tokenFor(ValUe ue) throws Exception {
    HttpValUe client = stack.http(ue);
    HttpResponse<String> answer =
        client.token(client.tokenForm(TokenLife.SM, "get", Optional.empty()));
    return answer.statusCode() == 200 ? "200" : TokenLife.json(answer).path("cause").asText();
  }

  private static String map() throws Exception {
    return life.client("ue-1").get(Attacker.MAPS, Attacker.MAP_ONE, goodToken).body();
  }

  /** Everything that one of the older versions, or a table without an entry, would change. */
  private static List<String> decisions() throws Exception {
    return List.of(
        map(),
        tokenFor(stack.ue("ue-1")),
        tokenFor(extra()),
        tokenFor(other()),
        life.lmSays(REVOKED_UE, revokedToken));
  }

  /** Of each reader and reason, how many records of the table it has ignored. */
  private static Map<String, Double> ignored(Target target) throws Exception {
    Metrics metrics = Metrics.of(stack);
    Map<String, Double> counts = new TreeMap<>();
    for (String reader : target.readers) {
      for (String reason : REASONS) {
        counts.put(
            reader + " " + reason,
            metrics.sum(
                "seal_table_bad_records_total",
                "reader=\"" + reader + "\"",
                "reason=\"" + reason + "\"",
                "topic=\"" + stack.topic(target.topic) + "\""));
      }
    }
    return counts;
  }

  private static void awaitIgnored(String what, Target target, Map<String, Double> expected) {
    await(what)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> ignored(target), expected::equals);
  }

  private static Map<String, Double> plus(
      Map<String, Double> counts, Target target, String reason, int more) {
    Map<String, Double> sum = new TreeMap<>(counts);
    target.readers.forEach(reader -> sum.merge(reader + " " + reason, (double) more, Double::sum));
    return sum;
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  @Order(1)
  void what_no_right_key_has_signed_is_ignored_counted_and_told_once(Target target)
      throws Exception {
    List<String> before = decisions();
    List<String> written = new ArrayList<>();
    try (var log = new LogTap()) {
      for (Attack attack : Attack.values()) {
        // Given
        Map<String, Double> counts = ignored(target);

        // When
        Written record = attack.on(target);
        write(target, record);

        // Then
        String what = attack + " on " + target;
        awaitIgnored(what, target, plus(counts, target, attack.reason, 1));
        assertEquals(before.get(0), map(), what);
        if (record.value() != null && !attack.reason.equals("unreadable")) {
          written.add(WIRE.decode(record.value(), TableRecord.class).getJws());
        }
      }
      assertEquals(before, decisions(), "after all attacks on " + target);
      for (Attack attack : Attack.values()) {
        String line = "record of " + stack.topic(target.topic);
        String reason = "(" + attack.reason + ")";
        assertEquals(target.readers.size(), log.count(line, reason), "once a reader: " + reason);
        assertEquals(
            ALARMING.contains(attack.reason) ? target.readers.size() : 0,
            log.count("ALARM: " + line, reason),
            "alarms: " + reason);
      }
      log.holdsNothingOf(written);
      assertEquals(0, log.count("surprise"), "nothing of a content");
    }
  }

  private static List<Written> bundle(Target target, long bundle) throws Exception {
    List<Written> rows = new ArrayList<>();
    for (var record : Reconciliation.records(stack, stack.topic(target.topic))) {
      Optional<TableEntry> entry = entry(target, record);
      if (entry.isPresent() && entry.get().bundle() == bundle) {
        rows.add(new Written(record.key().getBytes(StandardCharsets.UTF_8), record.value()));
      }
    }
    return rows;
  }

  /** The entry in a record that its writer had the right to write; the attacks have none. */
  private static Optional<TableEntry> entry(Target target, ConsumerRecord<String, byte[]> record) {
    try {
      String jws = WIRE.decode(record.value(), TableRecord.class).getJws();
      return Optional.of(
          TableEntry.verify(
              jws, target.table(), record.key(), List.of(target.right().publicHalf())));
    } catch (Exception notOurs) {
      return Optional.empty();
    }
  }

  @Test
  @Order(2)
  void an_older_bundle_that_is_written_again_whole_changes_nothing() throws Exception {
    // Given: the bundle before the one in force, with its manifest
    List<String> before = decisions();
    long current = Target.CLIENTS.entry(CURRENT.get(Target.CLIENTS)).bundle();
    List<Written> clients = bundle(Target.CLIENTS, current - 1);
    List<Written> policies = bundle(Target.POLICIES, current - 1);
    Map<String, Double> ofClients =
        plus(ignored(Target.CLIENTS), Target.CLIENTS, "rolled_back", clients.size());
    Map<String, Double> ofPolicies =
        plus(ignored(Target.POLICIES), Target.POLICIES, "rolled_back", policies.size());

    // When
    write(Target.CLIENTS, clients.toArray(Written[]::new));
    write(Target.POLICIES, policies.toArray(Written[]::new));

    // Then
    awaitIgnored("clients", Target.CLIENTS, ofClients);
    awaitIgnored("policies and manifest", Target.POLICIES, ofPolicies);
    assertEquals(before, decisions());
    long version =
        stack.audit().stream()
            .filter(a -> a.getFlow() == Flow.TOKEN && a.getPolicyVersion() != null)
            .reduce((first, last) -> last)
            .orElseThrow()
            .getPolicyVersion();
    assertEquals(current, version, "the policies in force");
  }

  @Test
  @Order(2)
  void a_key_without_a_chain_to_the_anchor_is_published_by_nobody_though_its_entry_is_signed()
      throws Exception {
    // Given: with a certificate of its own, under the name of the anchor
    SimAnchor stranger = SimAnchor.of(Duration.ofDays(30));
    KeyContent planted =
        new KeyContent(
            stranger.key().kid(),
            stranger.key().publicHalf().jwk(),
            KeyContent.State.ACTIVE,
            Instant.now(),
            stranger.certificate().getNotAfter().toInstant(),
            TrustChain.x5c(List.of(stranger.certificate())),
            KeyContent.Note.NONE);
    TableEntry entry =
        new TableEntry(
            Target.KEYS.table(), planted.kid(), 1, 0, Instant.now(), Optional.of(planted.toJson()));
    Map<String, Double> counts = ignored(Target.KEYS);
    assertEquals(List.of(sim.kid()), publishedKids());

    // When
    byte[] kid = planted.kid().getBytes(StandardCharsets.UTF_8);
    write(Target.KEYS, new Written(kid, WIRE.encode(new TableRecord(entry.sign(sim)))));

    // Then
    awaitIgnored("the planted key", Target.KEYS, plus(counts, Target.KEYS, "content", 1));
    assertEquals(List.of(sim.kid()), publishedKids());
  }

  private static List<String> publishedKids() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(stack.gatewayUrl() + "/oauth2/jwks")).build();
    HttpResponse<String> answer =
        stack.client().build().send(request, HttpResponse.BodyHandlers.ofString());
    List<String> kids = new ArrayList<>();
    TokenLife.json(answer).path("keys").forEach(key -> kids.add(key.path("kid").asText()));
    return kids;
  }

  @ParameterizedTest
  @EnumSource(
      value = Target.class,
      names = {"CLIENTS", "POLICIES", "KEYS"})
  @Order(3)
  void a_table_made_anew_with_old_entries_in_it_is_an_alarm_and_changes_nothing(Target target)
      throws Exception {
    List<String> before = decisions();
    try (var log = new LogTap()) {
      Map<String, Double> counts = ignored(target);

      // When
      stack.makeAnew(target.topic);
      write(target, Written.of(target, OLDER.get(target)));

      // Then
      awaitIgnored("the old entry", target, plus(counts, target, "rolled_back", 1));
      String topic = stack.topic(target.topic);
      assertEquals(
          target.readers.size(), log.count("ALARM: " + topic, "lost records"), "once a reader");
      assertEquals(before, decisions());
    }
  }
}
