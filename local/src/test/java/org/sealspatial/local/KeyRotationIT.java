/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.cli.SealCommand;
import org.sealspatial.routes.table.KeyContent;
import org.sealspatial.routes.table.KeyContent.State;
import org.sealspatial.routes.table.SignedTable;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TableRecord;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/** Token keys that change while two SIM-S instances and an LM-S are at work. */
@WithKafka
@Tag("concurrent")
class KeyRotationIT {
  private static final String SM = "SS_SmManagement";
  private static final Map<String, String> MAP_ONE =
      Map.of("svc-id", "arcade.example", "map-id", "1");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ROTATIONS = 10;
  private static final int UES = 12; // enough that each partition has some
  private static final Wire WIRE = new Wire();
  private static final List<String> ROTATES =
      List.of("--sim.keys.rotation=30d", "--sim.keys.lead=5s", "--lm.revocations.max-staleness=4s");

  @TempDir static Path folder;
  private static TestStack stack;
  private static LocalStack second;
  private static LogTap log;
  private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();

  @BeforeAll
  static void start(KafkaUnderTest kafka) throws Exception {
    log = new LogTap();
    stack = TestStack.start(kafka.bootstrap(), ROTATES.toArray(String[]::new));
    second = startSecond();
  }

  private static LocalStack startSecond() throws Exception {
    List<String> flags = new ArrayList<>(ROTATES);
    flags.add("--roles=sim");
    return stack.another(folder.resolve("second"), flags.toArray(String[]::new));
  }

  @AfterAll
  static void every_offset_is_audited_once_and_no_private_key_was_logged() throws Exception {
    try (var ended = stack;
        var alsoEnded = second;
        var tap = log) {
      Reconciliation.check(ended);
      assertTrue(SECRETS.size() > ROTATIONS, "private keys that were looked for");
      tap.holdsNothingOf(SECRETS);
    }
  }

  private static Set<String> kids(State state) throws Exception {
    return stack.keyEdits().all().values().stream()
        .filter(key -> key.state() == state)
        .map(KeyContent::kid)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The two keys that sign, none of which is one of those. */
  private static Set<String> awaitActive(Set<String> former) {
    return await("two other keys are active than " + former)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> kids(State.ACTIVE),
            active -> active.size() == 2 && Collections.disjoint(active, former));
  }

  private static void noteSecrets() throws Exception {
    for (Path data :
        List.of(stack.stack().config().deployment().dataDir(), folder.resolve("second"))) {
      try (Stream<Path> files = Files.list(data.resolve("keys"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".pem")).toList()) {
          SECRETS.add(Files.readAllLines(file).get(1)); // the first line of the private key
        }
      } catch (java.nio.file.NoSuchFileException | java.io.UncheckedIOException e) {
        // destroyed in this moment
      }
    }
  }

  private static String kid(String token) throws Exception {
    return CompactJws.parse(token).kid().orElseThrow();
  }

  private static ValUe ue(int n) {
    return stack.ue("ue-keys-" + n % UES);
  }

  /** A token and who it was issued to. */
  private record Held(ValUe ue, String token) {}

  /** Callers without a pause: each gets a token, uses it, and one of those it got before. */
  private static final class Callers {
    private final AtomicBoolean over = new AtomicBoolean();
    private final Map<String, Held> firstOfKey = new ConcurrentHashMap<>();
    private final Map<String, String> kidOfRequest = new ConcurrentHashMap<>();
    private final Set<String> noToken = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final List<Future<Void>> all = new ArrayList<>();

    Callers() {
      for (int n = 0; n < 3; n++) {
        int from = n * 4;
        all.add(threads.submit(() -> call(from)));
      }
    }

    private Void call(int from) throws Exception {
      for (int n = from; !over.get(); n++) {
        TokenRequestBody body = ue(n).asksToken(SM, "get", Optional.empty());
        TokenResponse issued = stack.kafka().ask(ue(n), body);
        if (issued.getToken() == null) {
          noToken.add(issued.getFailure().getCause());
          continue;
        }
        String token = issued.getToken().getAccessToken();
        firstOfKey.putIfAbsent(kid(token), new Held(ue(n), token));
        use(new Held(ue(n), token));
        List<Held> before = List.copyOf(firstOfKey.values());
        use(before.get(n % before.size()));
      }
      return null;
    }

    /** What LM-S says: nothing, or the public cause. */
    Optional<String> use(Held held) throws Exception {
      var body = held.ue().asksSpatial(SM, "get", MAP_ONE);
      kidOfRequest.put(body.getRequestId(), kid(held.token()));
      SpatialResponse answer = stack.kafka().ask(held.ue(), body, held.token());
      return Optional.ofNullable(answer.getFailure()).map(f -> f.getCause());
    }

    void end() throws Exception {
      over.set(true);
      for (Future<Void> caller : all) {
        caller.get(60, TimeUnit.SECONDS); // throws what went wrong
      }
      threads.shutdown();
    }
  }

  @Test
  void through_ten_rotations_no_valid_request_is_refused_and_then_no_retired_key_accepted()
      throws Exception {
    // Given
    Set<String> former = new TreeSet<>();
    Set<String> active = awaitActive(former);
    var callers = new Callers();

    // When: ten rotations in a row, one instance starting anew in the middle of one
    for (int n = 0; n < ROTATIONS; n++) {
      noteSecrets();
      String said = seal(0, "rotate");
      active.forEach(kid -> assertTrue(said.contains("to be replaced: " + kid), said));
      if (n == ROTATIONS / 2) {
        second.close();
        second = startSecond();
      }
      former.addAll(active);
      active = awaitActive(former);
      Set<String> fresh = active;
      await("somebody has a token of a new key")
          .atMost(SOON)
          .until(() -> !Collections.disjoint(callers.firstOfKey.keySet(), fresh));
    }
    assertEquals(2 * ROTATIONS, former.size(), "each of them signed");

    // When: the former keys are retired, their tokens still in use
    assertEquals(former, kids(State.VERIFY_ONLY));
    stack
        .keyEdits()
        .change(
            now ->
                former.stream()
                    .map(now::get)
                    .map(key -> key.in(State.RETIRED, key.notBefore(), key.notAfter()))
                    .toList());
    for (Map.Entry<String, Held> held : callers.firstOfKey.entrySet()) {
      if (former.contains(held.getKey())) {
        await("the tokens of a retired key are refused")
            .atMost(SOON)
            .until(() -> callers.use(held.getValue()).equals(Optional.of("TOKEN_INVALID")));
      }
    }
    callers.end();

    // Then
    assertEquals(Set.of(), callers.noToken, "refused token requests");
    check(callers.kidOfRequest, retirements());
  }

  /** Where in the table each key was retired. */
  private static Map<String, ConsumerRecord<String, byte[]>> retirements() throws Exception {
    Map<String, ConsumerRecord<String, byte[]>> found = new HashMap<>();
    String table = SignedTable.nameOf(Topic.KEYS);
    var anchors = PemFiles.anchors(stack.stack().config().trust().sim().path(), TestStack.CRYPTO);
    for (var record : Reconciliation.records(stack, stack.topic(Topic.KEYS))) {
      String jws = WIRE.decode(record.value(), TableRecord.class).getJws();
      ObjectNode entry =
          TableEntry.verify(jws, table, record.key(), anchors).content().orElseThrow();
      if (entry.path("state").asText().equals("retired")) {
        found.put(record.key(), record);
      }
    }
    return found;
  }

  /** A map is given exactly as long as the view does not have the retirement of the token's key. */
  private static void check(
      Map<String, String> kidOfRequest, Map<String, ConsumerRecord<String, byte[]>> retirements) {
    long last = 0;
    int accepted = 0;
    int refused = 0;
    for (AuditRecord audit : stack.audit()) {
      String kid = kidOfRequest.get(audit.getRequestId());
      if (audit.getFlow() != Flow.SPATIAL || kid == null) {
        continue;
      }
      long view = audit.getState().get(stack.topic(Topic.KEYS));
      ConsumerRecord<String, byte[]> retired = retirements.get(kid);
      if (audit.getOutcome() == Outcome.GRANTED) {
        accepted++;
        if (retired != null) {
          assertTrue(view <= retired.offset(), "accepted on a view that has the retirement");
          last = Math.max(last, audit.getTime().toEpochMilli() - retired.timestamp());
        }
      } else {
        refused++;
        assertEquals("TOKEN_KEY_UNKNOWN", audit.getCause(), "a valid token is refused");
        assertNotNull(retired, "refused, and its key was never retired");
        assertTrue(view > retired.offset(), "refused on a view without the retirement");
      }
    }
    System.out.printf(
        "keys: %d maps given, %d refused; last acceptance after a retirement was written: %d ms%n",
        accepted, refused, last);
    assertTrue(accepted > 10 * ROTATIONS, "the tokens were in use: " + accepted);
    assertTrue(refused >= ROTATIONS, "tokens of retired keys were tried: " + refused);
  }

  @Test
  void a_stolen_key_is_retired_by_command_and_its_instance_signs_on_with_another()
      throws Exception {
    // Given
    Set<String> active = awaitActive(Set.of());
    String stolen = active.iterator().next();
    var callers = new Callers();
    await("its tokens are in use").atMost(SOON).until(() -> callers.firstOfKey.size() == 2);

    // When
    assertTrue(seal(0, "list").contains("{\"kid\":\"" + stolen + "\",\"state\":\"active\""));
    assertEquals("retired " + stolen, seal(0, "retire", "--reason=stolen", "--", stolen).strip());

    // Then
    Set<String> next =
        await("another key is active in its place")
            .atMost(SOON)
            .until(() -> kids(State.ACTIVE), now -> now.size() == 2 && !now.contains(stolen));
    assertFalse(Collections.disjoint(next, active), "the other instance kept its key");
    next.removeAll(active);
    await("it signs").atMost(SOON).until(() -> callers.firstOfKey.keySet().containsAll(next));
    callers.end();
    assertTrue(
        Set.of("KEYS_UNAVAILABLE").containsAll(callers.noToken),
        "meanwhile nothing but: " + callers.noToken);
    var retired = retirements().get(stolen);
    for (AuditRecord audit : stack.audit()) {
      if (stolen.equals(audit.getKeyId()) && audit.getOutcome() == Outcome.GRANTED) {
        assertTrue(
            audit.getState().get(stack.topic(Topic.KEYS)) <= retired.offset(),
            audit.getFlow() + " granted on a view that has the retirement");
      }
    }
    assertTrue(seal(0, "list").contains("\"reason\":\"stolen\""));
    seal(6, "retire", "nobody");
  }

  private static String seal(int expected, String... arguments) {
    var text = new StringWriter();
    List<String> all = new ArrayList<>(List.of("keys"));
    all.addAll(List.of(arguments));
    Path file = stack.stack().config().deployment().dataDir().resolve("seal.properties");
    all.add(2, "--config=" + file); // after the command's name
    int code =
        SealCommand.commandLine()
            .setOut(new PrintWriter(text, true))
            .setErr(new PrintWriter(text, true))
            .execute(all.toArray(String[]::new));
    assertEquals(expected, code, text.toString());
    return text.toString();
  }
}
