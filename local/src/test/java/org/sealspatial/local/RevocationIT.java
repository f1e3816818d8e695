/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.sealspatial.local.TokensInUse.Held;
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
import org.sealspatial.schemas.v1.TokenInquiryBody;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/** A revoked token on real parts: by its client, by the operator, and for how long it goes on. */
@WithKafka
class RevocationIT {
  private static final String REVOKE = TokenLife.REVOKE;
  private static final String INTROSPECT = TokenLife.INTROSPECT;
  private static final String OTHER_CLIENT = "other-fleet";
  private static final Wire WIRE = new Wire();

  private static TestStack stack;
  private static TokenLife life;
  private static SigningKey otherKey;

  @BeforeAll
  static void start(KafkaUnderTest kafka) throws Exception {
    stack = TestStack.start(kafka.bootstrap());
    life = new TokenLife(stack);
    otherKey = SigningKey.generate(Algorithm.ES256, TestStack.CRYPTO);
    Path file = Files.createTempFile("other", ".yaml");
    ObjectNode client =
        StrictJson.object().put("kind", "Client").put("id", OTHER_CLIENT).put("proof", "required");
    client.putArray("keys").add(otherKey.publicHalf().jwk());
    client.putArray("valUes").add("ue-*");
    Files.writeString(file, StrictJson.text(client), StandardCharsets.UTF_8);
    life.edits()
        .apply(
            Desired.read(List.of(file), TestStack.CRYPTO),
            new TableEdits.Options(false, false, false));
    Files.delete(file);
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var ended = stack) {
      Reconciliation.check(ended);
    }
  }

  private static HttpValUe other() {
    var issuer = stack.ue("ue-1").issuer();
    return stack.http(new ValUe(OTHER_CLIENT, "ue-1", DemoWorld.VAL_SERVICE, issuer, otherKey));
  }

  @Test
  void a_client_revokes_its_own_token_and_the_audit_says_so_once() throws Exception {
    // Given
    String token = life.token("ue-own");
    assertEquals("200", life.lmSays("ue-own", token));
    ObjectNode before = life.introspected("ue-own", token);
    assertTrue(before.get("active").booleanValue());
    assertEquals(TokenLife.jti(token), before.get("jti").textValue());
    assertEquals("ue-own", before.get("sub").textValue());
    assertEquals("DPoP", before.get("token_type").textValue());

    // When
    var form = Map.of("token", token, "token_type_hint", "refresh_token");
    HttpResponse<String> revoked = life.client("ue-own").inquire(REVOKE, form);

    // Then
    assertEquals(200, revoked.statusCode(), revoked.body());
    assertEquals("no-store", revoked.headers().firstValue("Cache-Control").orElse("absent"));
    life.awaitLm("TOKEN_REVOKED", "ue-own", token);
    assertEquals("{\"active\":false}", life.introspected("ue-own", token).toString());
    assertEquals(
        200, life.client("ue-own").inquire(REVOKE, form).statusCode(), "again is no error");
    List<AuditRecord> audit = life.audit(TokenLife.jti(token));
    assertEquals(
        1, audit.stream().filter(a -> "TOKEN_REVOKED".equals(a.getFacts().get("event"))).count());
    assertEquals(
        2, audit.stream().filter(a -> "revoke".equals(a.getOperation())).count(), "one each");
    assertFalse(audit.toString().contains(token), "no token in the audit");
    assertEquals("TOKEN_REVOKED", life.lmSays("ue-own", token));
  }

  @Test
  void another_clients_token_is_not_revoked_and_not_told_about() throws Exception {
    String token = life.token("ue-mine");

    HttpResponse<String> refused = other().inquire(REVOKE, Map.of("token", token));
    HttpResponse<String> asked = other().inquire(INTROSPECT, Map.of("token", token));

    assertEquals(400, refused.statusCode());
    assertEquals("TOKEN_NOT_YOURS", TokenLife.json(refused).path("cause").asText());
    assertEquals("invalid_request", TokenLife.json(refused).path("error").asText());
    assertEquals("{\"active\":false}", TokenLife.json(asked).toString());
    assertEquals("200", life.lmSays("ue-mine", token), "it stays valid");
    assertTrue(life.introspected("ue-mine", token).get("active").booleanValue());
  }

  @Test
  void a_token_nobody_issued_is_no_error_and_is_not_active() throws Exception {
    String token = life.token("ue-forge");
    String forged = token.substring(0, token.length() - 4) + "AAAA";
    for (String unknown : List.of("x", "a.b.c", forged)) {
      assertEquals(
          200, life.client("ue-forge").inquire(REVOKE, Map.of("token", unknown)).statusCode());
      assertEquals("{\"active\":false}", life.introspected("ue-forge", unknown).toString());
    }
    assertEquals("200", life.lmSays("ue-forge", token), "a broken copy does not revoke the token");
  }

  @Test
  void who_is_not_authenticated_or_replays_an_assertion_revokes_and_learns_nothing()
      throws Exception {
    String token = life.token("ue-guard");
    ValUe thief = stack.ue("ue-guard", SigningKey.generate(Algorithm.ES256, TestStack.CRYPTO));
    String assertion = stack.ue("ue-guard").assertion();
    for (String path : List.of(REVOKE, INTROSPECT)) {
      HttpResponse<String> stolen = stack.http(thief).inquire(path, Map.of("token", token));
      assertEquals(401, stolen.statusCode());
      assertEquals("invalid_client", TokenLife.json(stolen).path("error").asText());
      HttpResponse<String> none =
          life.client("ue-guard").inquire(path, Map.of("token", token, "client_assertion", ""));
      assertEquals(401, none.statusCode());
      HttpResponse<String> empty = life.client("ue-guard").inquire(path, Map.of());
      assertEquals("REQUEST_MALFORMED", TokenLife.json(empty).path("cause").asText());
    }
    var first = Map.of("token", "x", "client_assertion", assertion);
    assertEquals(200, life.client("ue-guard").inquire(REVOKE, first).statusCode());
    HttpResponse<String> replayed =
        life.client("ue-guard")
            .inquire(REVOKE, Map.of("token", token, "client_assertion", assertion));
    assertEquals("ASSERTION_REPLAYED", TokenLife.json(replayed).path("cause").asText());
    assertEquals("200", life.lmSays("ue-guard", token));
  }

  @Test
  void the_metadata_names_both_endpoints() throws Exception {
    var http = stack.client().build();
    var request =
        java.net.http.HttpRequest.newBuilder(
                java.net.URI.create(stack.gatewayUrl() + "/.well-known/oauth-authorization-server"))
            .build();
    ObjectNode json = TokenLife.json(http.send(request, HttpResponse.BodyHandlers.ofString()));
    for (String name : List.of("revocation", "introspection")) {
      assertTrue(json.path(name + "_endpoint").asText().startsWith(stack.gatewayUrl()), name);
      assertEquals(
          "[\"private_key_jwt\"]", json.get(name + "_endpoint_auth_methods_supported").toString());
    }
  }

  @Test
  void a_client_without_http_revokes_over_kafka() throws Exception {
    ValUe ue = stack.ue("ue-direct");
    TokenResponse issued =
        stack.kafka().ask(ue, ue.asksToken(TokenLife.SM, "get", Optional.empty()));
    String token = issued.getToken().getAccessToken();

    assertEquals("{}", inquire(ue, "revoke", token).getStatus());

    life.awaitLm("TOKEN_REVOKED", "ue-direct", token);
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
    String token = life.token("ue-gone");
    String bystander = life.token("ue-stays");
    Instant until = Instant.now().plusSeconds(5);

    // When
    life.edits().revoke(By.SUBJECT, "ue-gone", until, Optional.empty());

    // Then
    life.awaitLm("TOKEN_REVOKED", "ue-gone", token);
    assertFalse(life.introspected("ue-gone", token).get("active").booleanValue());
    assertEquals("200", life.lmSays("ue-stays", bystander));

    // When: somebody with write access deletes the entry
    stack.kafka().publish(stack.topic(Topic.REVOCATIONS), "subject:ue-gone", null);
    var next = life.edits().revoke(By.JTI, "nobody", until, Optional.empty());
    assertNotNull(next.offsets().get(Topic.REVOCATIONS));

    // Then: the log still has it, and so has a role that starts anew
    assertEquals("TOKEN_REVOKED", life.lmSays("ue-gone", token));
    stack.restart();
    assertEquals("TOKEN_REVOKED", life.lmSays("ue-gone", token));
    assertEquals("200", life.lmSays("ue-stays", bystander));
  }

  @Test
  void a_dry_run_counts_the_live_tokens_it_would_hit_and_revokes_none() throws Exception {
    String token = life.token("ue-count");
    life.token("ue-count");
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
    assertEquals("200", life.lmSays("ue-count", token));
  }

  @Test
  void a_request_that_is_repeated_after_its_token_was_revoked_gets_none() throws Exception {
    // Given
    ValUe ue = stack.ue("ue-repeat");
    TokenRequestBody body = ue.asksToken(TokenLife.SM, "get", Optional.empty());
    TokenResponse first = stack.kafka().ask(ue, body);
    String token = first.getToken().getAccessToken();
    assertEquals(TokenLife.jti(token), TokenLife.jti(repeated(ue, body)), "one token");

    // When
    assertEquals("{}", inquire(ue, "revoke", token).getStatus());
    life.awaitSim("false", "ue-repeat", token);

    // Then
    TokenResponse refused = stack.kafka().ask(ue, body);
    assertNull(refused.getToken());
    assertEquals("TOKEN_REVOKED", refused.getFailure().getCause());
    List<String> ends =
        stack.audit().stream()
            .filter(a -> body.getRequestId().equals(a.getRequestId()))
            .map(a -> a.getOutcome() + " " + a.getCause())
            .toList();
    assertEquals(List.of("GRANTED null", "DUPLICATE null", "REFUSED TOKEN_REVOKED"), ends);
  }

  private static String repeated(ValUe ue, TokenRequestBody body) throws Exception {
    return stack.kafka().ask(ue, body).getToken().getAccessToken();
  }

  @Test
  void no_token_is_accepted_on_a_view_that_has_its_revocation() throws Exception {
    // Given: a hundred tokens
    List<Held> held = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      ValUe ue = stack.ue("ue-watch-" + n);
      TokenResponse issued =
          stack.kafka().ask(ue, ue.asksToken(TokenLife.SM, "get", Optional.empty()));
      String token = issued.getToken().getAccessToken();
      held.add(new Held(ue, token, TokenLife.jti(token)));
    }
    double seenBefore = seen("count");

    // When: all are in use without a pause, and one after another is revoked by its client
    Instant began = Instant.now();
    try (var uses = new TokensInUse(stack, held, 100)) {
      for (Held one : held) {
        assertEquals("{}", inquire(one.ue(), "revoke", one.token()).getStatus());
      }
      life.awaitLm("TOKEN_REVOKED", held.get(99).ue().valUe(), held.get(99).token());
    }
    Duration watched = Duration.between(began, Instant.now());

    // Then
    Reconciliation.check(stack); // what was under way is decided
    var check = new RevocationCheck(stack);
    List<Long> lasted = new ArrayList<>();
    int uses = 0;
    for (Held one : held) {
      uses += check.verdicts(one.jti()).size();
      lasted.add(check.check(one.jti(), "jti:" + one.jti()));
    }
    lasted.sort(Comparator.naturalOrder());
    double rate = uses * 1000.0 / Math.max(1, watched.toMillis());
    double seen = seen("count") - seenBefore;
    System.out.printf(
        "revocation: %d tokens, %.0f validations a second in all, %.1f of each token;"
            + " last acceptance after its entry was written: p50 %d ms, p99 %d ms, p100 %d ms;"
            + " metric: %.0f entries seen, the slowest after %.0f ms%n",
        lasted.size(),
        rate,
        rate / lasted.size(),
        lasted.get(49),
        lasted.get(98),
        lasted.get(99),
        seen,
        1000 * seen("max"));
    assertTrue(uses > 100, "the tokens were in use: " + uses);
    assertTrue(seen >= lasted.size(), "the metric has each entry: " + seen);
  }

  /** What LM-S says of how long entries took to be seen. */
  private static double seen(String what) throws Exception {
    return Metrics.of(stack)
        .sum(
            "seal_table_seen_seconds_" + what,
            "reader=\"lm\"",
            "topic=\"" + stack.topic(Topic.REVOCATIONS) + "\"");
  }
}
