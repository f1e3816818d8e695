/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.Binding;
import org.sealspatial.jose.ClientAssertion;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.HttpValUe;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.admin.Desired;
import org.sealspatial.routes.admin.LiveTokens;
import org.sealspatial.routes.admin.TableEdits;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.TokenInquiryBody;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenResponse;

/** A revoked token on real parts: by its client, by the operator, and for how long it goes on. */
@WithKafka
class RevocationIT {
  private static final String SM = "SS_SmManagement";
  private static final String MAPS = "/ssm-smm/v1/spatial-maps";
  private static final Map<String, String> MAP_ONE =
      Map.of("svc-id", "arcade.example", "map-id", "1");
  private static final String REVOKE = "/oauth2/revoke";
  private static final String INTROSPECT = "/oauth2/introspect";
  private static final String OTHER_CLIENT = "other-fleet";
  private static final Wire WIRE = new Wire();

  private static TestStack stack;
  private static SigningKey otherKey;

  @BeforeAll
  static void start(KafkaUnderTest kafka) throws Exception {
    stack = TestStack.start(kafka.bootstrap());
    otherKey = SigningKey.generate(Algorithm.ES256, TestStack.CRYPTO);
    Path file = Files.createTempFile("other", ".yaml");
    ObjectNode client =
        StrictJson.object().put("kind", "Client").put("id", OTHER_CLIENT).put("proof", "required");
    client.putArray("keys").add(otherKey.publicHalf().jwk());
    client.putArray("valUes").add("ue-*");
    Files.writeString(file, StrictJson.text(client), StandardCharsets.UTF_8);
    edits()
        .apply(
            Desired.read(List.of(file), TestStack.CRYPTO),
            new TableEdits.Options(false, false, false));
    Files.delete(file);
  }

  private static TableEdits edits() {
    return DemoWorld.edits(stack.stack());
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var ended = stack) {
      Reconciliation.check(ended);
    }
  }

  private static HttpValUe client(String ue) {
    return stack.http(stack.ue(ue));
  }

  private static HttpValUe other() {
    var issuer = stack.ue("ue-1").issuer();
    return stack.http(new ValUe(OTHER_CLIENT, "ue-1", DemoWorld.VAL_SERVICE, issuer, otherKey));
  }

  private static String token(String ue) throws Exception {
    HttpValUe client = client(ue);
    HttpResponse<String> answer = client.token(client.tokenForm(SM, "get", Optional.empty()));
    assertEquals(200, answer.statusCode(), answer.body());
    return StrictJson.object(answer.body()).orElseThrow().get("access_token").textValue();
  }

  private static String jti(String token) throws Exception {
    return AccessToken.fromJson(CompactJws.parse(token).claims()).jti();
  }

  private static ObjectNode json(HttpResponse<String> answer) {
    return StrictJson.object(answer.body()).orElseThrow(() -> new AssertionError(answer.body()));
  }

  /** What LM-S says: 200, or the cause. */
  private static String lmSays(String ue, String token) throws Exception {
    HttpResponse<String> answer = client(ue).get(MAPS, "svc-id=arcade.example&map-id=1", token);
    return answer.statusCode() == 200 ? "200" : json(answer).path("cause").asText();
  }

  /** Every view has what was committed before: a revocation of nobody by the operator was seen. */
  private static void settle(String ue, String token) throws Exception {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> lmSays(ue, token), "TOKEN_REVOKED"::equals);
  }

  private static ObjectNode introspected(String ue, String token) throws Exception {
    HttpResponse<String> answer = client(ue).inquire(INTROSPECT, Map.of("token", token));
    assertEquals(200, answer.statusCode(), answer.body());
    return json(answer);
  }

  @Test
  void a_client_revokes_its_own_token_and_the_audit_says_so_once() throws Exception {
    // Given
    String token = token("ue-own");
    assertEquals("200", lmSays("ue-own", token));
    ObjectNode before = introspected("ue-own", token);
    assertTrue(before.get("active").booleanValue());
    assertEquals(jti(token), before.get("jti").textValue());
    assertEquals("ue-own", before.get("sub").textValue());
    assertEquals("DPoP", before.get("token_type").textValue());

    // When
    var form = Map.of("token", token, "token_type_hint", "refresh_token");
    HttpResponse<String> revoked = client("ue-own").inquire(REVOKE, form);

    // Then
    assertEquals(200, revoked.statusCode(), revoked.body());
    assertEquals("no-store", revoked.headers().firstValue("Cache-Control").orElse("absent"));
    settle("ue-own", token);
    assertEquals("{\"active\":false}", introspected("ue-own", token).toString());
    assertEquals(200, client("ue-own").inquire(REVOKE, form).statusCode(), "again is no error");
    List<AuditRecord> audit = audit(jti(token));
    assertEquals(
        1, audit.stream().filter(a -> "TOKEN_REVOKED".equals(a.getFacts().get("event"))).count());
    assertEquals(
        2, audit.stream().filter(a -> "revoke".equals(a.getOperation())).count(), "one each");
    assertFalse(audit.toString().contains(token), "no token in the audit");
    assertEquals("TOKEN_REVOKED", lmSays("ue-own", token));
  }

  private static List<AuditRecord> audit(String jti) {
    return stack.audit().stream().filter(a -> jti.equals(a.getJti())).toList();
  }

  @Test
  void another_clients_token_is_not_revoked_and_not_told_about() throws Exception {
    String token = token("ue-mine");

    HttpResponse<String> refused = other().inquire(REVOKE, Map.of("token", token));
    HttpResponse<String> asked = other().inquire(INTROSPECT, Map.of("token", token));

    assertEquals(400, refused.statusCode());
    assertEquals("TOKEN_NOT_YOURS", json(refused).path("cause").asText());
    assertEquals("invalid_request", json(refused).path("error").asText());
    assertEquals("{\"active\":false}", json(asked).toString());
    assertEquals("200", lmSays("ue-mine", token), "it stays valid");
    assertTrue(introspected("ue-mine", token).get("active").booleanValue());
  }

  @Test
  void a_token_nobody_issued_is_no_error_and_is_not_active() throws Exception {
    String token = token("ue-forge");
    String forged = token.substring(0, token.length() - 4) + "AAAA";
    for (String unknown : List.of("x", "a.b.c", forged)) {
      assertEquals(200, client("ue-forge").inquire(REVOKE, Map.of("token", unknown)).statusCode());
      assertEquals("{\"active\":false}", introspected("ue-forge", unknown).toString());
    }
    assertEquals("200", lmSays("ue-forge", token), "a broken copy does not revoke the token");
  }

  @Test
  void who_is_not_authenticated_or_replays_an_assertion_revokes_and_learns_nothing()
      throws Exception {
    String token = token("ue-guard");
    ValUe thief = stack.ue("ue-guard", SigningKey.generate(Algorithm.ES256, TestStack.CRYPTO));
    String assertion = stack.ue("ue-guard").assertion();
    for (String path : List.of(REVOKE, INTROSPECT)) {
      HttpResponse<String> stolen = stack.http(thief).inquire(path, Map.of("token", token));
      assertEquals(401, stolen.statusCode());
      assertEquals("invalid_client", json(stolen).path("error").asText());
      HttpResponse<String> none =
          client("ue-guard").inquire(path, Map.of("token", token, "client_assertion", ""));
      assertEquals(401, none.statusCode());
      HttpResponse<String> empty = client("ue-guard").inquire(path, Map.of());
      assertEquals("REQUEST_MALFORMED", json(empty).path("cause").asText());
    }
    var first = Map.of("token", "x", "client_assertion", assertion);
    assertEquals(200, client("ue-guard").inquire(REVOKE, first).statusCode());
    HttpResponse<String> replayed =
        client("ue-guard").inquire(REVOKE, Map.of("token", token, "client_assertion", assertion));
    assertEquals("ASSERTION_REPLAYED", json(replayed).path("cause").asText());
    assertEquals("200", lmSays("ue-guard", token));
  }

  @Test
  void the_metadata_names_both_endpoints() throws Exception {
    var http = stack.client().build();
    var request =
        java.net.http.HttpRequest.newBuilder(
                java.net.URI.create(stack.gatewayUrl() + "/.well-known/oauth-authorization-server"))
            .build();
    ObjectNode json = json(http.send(request, HttpResponse.BodyHandlers.ofString()));
    for (String name : List.of("revocation", "introspection")) {
      assertTrue(json.path(name + "_endpoint").asText().startsWith(stack.gatewayUrl()), name);
      assertEquals(
          "[\"private_key_jwt\"]", json.get(name + "_endpoint_auth_methods_supported").toString());
    }
  }

  @Test
  void a_client_without_http_revokes_over_kafka() throws Exception {
    ValUe ue = stack.ue("ue-direct");
    TokenResponse issued = stack.kafka().ask(ue, ue.asksToken(SM, "get", Optional.empty()));
    String token = issued.getToken().getAccessToken();

    assertEquals("{}", inquire(ue, "revoke", token).getStatus());

    settle("ue-direct", token);
    assertEquals("{\"active\":false}", inquire(ue, "introspect", token).getStatus());
  }

  private static TokenResponse inquire(ValUe ue, String operation, String token) throws Exception {
    String topic = stack.topic(Topic.TOKEN_REQUESTS);
    String id = ValUe.newId();
    Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
    byte[] body =
        WIRE.encode(
            new TokenInquiryBody(
                id,
                ue.clientId(),
                ue.valUe(),
                operation,
                token,
                now.plusSeconds(30),
                null,
                null,
                null));
    var binding = new Binding.Record(topic, id, Base64Url.encode(Base64Url.sha256(body)));
    String assertion =
        ue.key()
            .sign(
                ClientAssertion.RECORD_TYP,
                ClientAssertion.forRecord(ue.clientId(), ue.issuer(), binding, ValUe.newId(), now));
    stack
        .kafka()
        .publish(
            topic,
            ue.valUe(),
            WIRE.encode(new TokenRequest(ByteBuffer.wrap(body), assertion, null)));
    return stack.kafka().await(id, TokenResponse.class).orElseThrow();
  }

  @Test
  void the_operator_revokes_by_subject_and_key_and_it_survives_tombstone_and_restart()
      throws Exception {
    // Given
    String token = token("ue-gone");
    String bystander = token("ue-stays");
    Instant until = Instant.now().plusSeconds(5);

    // When
    edits().revoke(By.SUBJECT, "ue-gone", until, Optional.empty());

    // Then
    settle("ue-gone", token);
    assertFalse(introspected("ue-gone", token).get("active").booleanValue());
    assertEquals("200", lmSays("ue-stays", bystander));

    // When: somebody with write access deletes the entry
    stack.kafka().publish(stack.topic(Topic.REVOCATIONS), "subject:ue-gone", null);
    var next = edits().revoke(By.JTI, "nobody", until, Optional.empty());
    assertNotNull(next.offsets().get(Topic.REVOCATIONS));

    // Then: the log still has it, and so has a role that starts anew
    assertEquals("TOKEN_REVOKED", lmSays("ue-gone", token));
    stack.restart();
    assertEquals("TOKEN_REVOKED", lmSays("ue-gone", token));
    assertEquals("200", lmSays("ue-stays", bystander));
  }

  @Test
  void a_dry_run_counts_the_live_tokens_it_would_hit_and_revokes_none() throws Exception {
    String token = token("ue-count");
    token("ue-count");
    AccessToken claims = AccessToken.fromJson(CompactJws.parse(token).claims());
    Instant issued = claims.issuedAt();
    var live = LiveTokens.of(stack.stack().tools());

    assertEquals(1, live.hit(By.JTI, claims.jti(), issued, issued));
    assertEquals(2, live.hit(By.SUBJECT, "ue-count", issued.plusSeconds(60), issued));
    assertEquals(0, live.hit(By.SUBJECT, "ue-count", issued.minusSeconds(1), issued));
    assertEquals(0, live.hit(By.SUBJECT, "ue-nobody", issued, issued));
    assertEquals(0, live.hit(By.JTI, claims.jti(), issued, claims.expiresAt()), "has expired");
    assertEquals(0, live.hit(By.CLIENT, OTHER_CLIENT, issued, issued));
    int all = live.hit(By.ISSUED_BEFORE, "*", issued.plusSeconds(60), issued);
    assertEquals(all, live.hit(By.CLIENT, DemoWorld.CLIENT, issued.plusSeconds(60), issued));
    assertTrue(all >= 2);
    assertEquals("200", lmSays("ue-count", token));
  }

  /** One token, what it is asked with, and who asks. */
  private record Held(ValUe ue, String token, String jti) {}

  @Test
  void no_token_is_accepted_on_a_view_that_has_its_revocation() throws Exception {
    // Given: a hundred tokens
    List<Held> held = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      ValUe ue = stack.ue("ue-watch-" + n);
      TokenResponse issued = stack.kafka().ask(ue, ue.asksToken(SM, "get", Optional.empty()));
      String token = issued.getToken().getAccessToken();
      held.add(new Held(ue, token, jti(token)));
    }

    // When: all are used without a pause, and one after another is revoked by its client
    var over = new AtomicBoolean();
    ExecutorService users = Executors.newFixedThreadPool(4);
    List<Future<?>> uses = new ArrayList<>();
    Instant began = Instant.now();
    for (int n = 0; n < 4; n++) {
      List<Held> share = held.subList(25 * n, 25 * n + 25);
      uses.add(users.submit(() -> use(share, over)));
    }
    for (Held one : held) {
      var form = Map.of("token", one.token());
      assertEquals(200, stack.http(one.ue()).inquire(REVOKE, form).statusCode());
    }
    settle(held.get(99).ue().valUe(), held.get(99).token());
    over.set(true);
    for (Future<?> use : uses) {
      use.get(60, TimeUnit.SECONDS);
    }
    users.shutdown();
    Duration watched = Duration.between(began, Instant.now());

    // Then
    Map<String, ConsumerRecord<String, byte[]>> revocations = revocations();
    Map<String, List<AuditRecord>> verdicts = verdicts();
    List<Long> lasted = new ArrayList<>();
    int uses100 = 0;
    for (Held one : held) {
      ConsumerRecord<String, byte[]> revocation = revocations.get("jti:" + one.jti());
      List<AuditRecord> own = verdicts.getOrDefault(one.jti(), List.of());
      uses100 += own.size();
      lasted.add(check(revocation, own));
    }
    lasted.sort(Comparator.naturalOrder());
    System.out.printf(
        "revocation: %d tokens, %.1f uses a second each; last acceptance after the entry was"
            + " written: p50 %d ms, p99 %d ms, p100 %d ms%n",
        lasted.size(),
        uses100 / 100.0 / Math.max(1, watched.toMillis()) * 1000,
        lasted.get(49),
        lasted.get(98),
        lasted.get(99));
    assertTrue(uses100 > 200, "the tokens were in use: " + uses100);
  }

  private static Void use(List<Held> tokens, AtomicBoolean over) throws Exception {
    String topic = stack.topic(Topic.SPATIAL_REQUESTS);
    while (!over.get()) {
      for (Held one : tokens) {
        var body = one.ue().asksSpatial(SM, "get", MAP_ONE);
        byte[] record = one.ue().sign(body, topic, one.token());
        stack.kafka().publish(topic, one.ue().valUe(), record);
      }
    }
    return null;
  }

  private static Map<String, ConsumerRecord<String, byte[]>> revocations() throws Exception {
    Map<String, ConsumerRecord<String, byte[]>> byId = new HashMap<>();
    Reconciliation.records(stack, stack.topic(Topic.REVOCATIONS)).stream()
        .filter(r -> r.key() != null)
        .forEach(r -> byId.putIfAbsent(r.key(), r));
    return byId;
  }

  private static Map<String, List<AuditRecord>> verdicts() {
    Map<String, List<AuditRecord>> byJti = new HashMap<>();
    stack.audit().stream()
        .filter(a -> a.getFlow() == Flow.SPATIAL && a.getJti() != null)
        .filter(a -> a.getSource().getTopic().equals(stack.topic(Topic.SPATIAL_REQUESTS)))
        .sorted(Comparator.comparing(a -> a.getSource().getOffset()))
        .forEach(a -> byJti.computeIfAbsent(a.getJti(), jti -> new ArrayList<>()).add(a));
    return byJti;
  }

  /** Milliseconds from the writing of the entry to the last acceptance; 0: none came after. */
  private static long check(ConsumerRecord<String, byte[]> revocation, List<AuditRecord> verdicts) {
    assertNotNull(revocation, "there is an entry");
    long last = 0;
    boolean refused = false;
    for (AuditRecord verdict : verdicts) {
      long view = verdict.getState().get(stack.topic(Topic.REVOCATIONS));
      if (verdict.getOutcome() == Outcome.GRANTED) {
        assertTrue(view <= revocation.offset(), "accepted on a view that has the revocation");
        assertFalse(refused, "accepted after it was refused");
        last = Math.max(last, verdict.getTime().toEpochMilli() - revocation.timestamp());
      } else {
        assertEquals("TOKEN_REVOKED", verdict.getCause());
        assertTrue(view > revocation.offset(), "refused on a view without the revocation");
        refused = true;
      }
    }
    return Math.max(0, last);
  }
}
