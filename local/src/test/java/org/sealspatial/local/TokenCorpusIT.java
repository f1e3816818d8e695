/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.SpatialResponse;

/**
 * The 427 tokens of C2SP Wycheproof, valid and invalid alike, through gateway, Kafka and LM-S: each
 * is refused, answered and audited with its exact cause, and nothing else happens.
 */
@WithKafka
class TokenCorpusIT {
  private static final Path CORPUS = Path.of("../jose/src/test/resources/wycheproof");
  private static final int TOKENS = 427;

  /** What RFC 6750 section 2.1 lets stand in an Authorization header; the gateway asks for it. */
  private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final Set<String> ALGORITHMS = Set.of("ES256", "EdDSA", "PS256", "RS256");

  private static TestStack stack;
  private static Attacker attacker;
  private static LogTap log;
  private static List<String> corpus;

  @BeforeAll
  static void start(KafkaUnderTest kafka) throws Exception {
    corpus = corpus();
    stack = TestStack.start(kafka.bootstrap());
    attacker = new Attacker(stack);
    log = new LogTap();
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var tap = log;
        var ended = stack) {
      Reconciliation.check(ended);
    }
  }

  private static List<String> corpus() throws Exception {
    var tokens = new ArrayList<String>();
    for (String file : List.of("json_web_signature_test.json", "json_web_key_test.json")) {
      JsonNode json = new ObjectMapper().readTree(CORPUS.resolve(file).toFile());
      json.get("testGroups")
          .forEach(g -> g.get("tests").forEach(t -> tokens.add(t.get("jws").textValue())));
    }
    return tokens;
  }

  /** Why LM-S must refuse a token that no key of ours signed; reckoned without the code at test. */
  private static FailureCause expected(String token) {
    if (token.isEmpty()) {
      return FailureCause.TOKEN_MISSING;
    }
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
      return FailureCause.TOKEN_MALFORMED;
    }
    for (String part : parts) {
      if (!isCanonical(part)) {
        return FailureCause.TOKEN_MALFORMED;
      }
    }
    JsonNode header;
    try {
      header = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[0]));
    } catch (java.io.IOException e) {
      return FailureCause.TOKEN_MALFORMED;
    }
    boolean plain = header.isObject();
    for (var names = header.fieldNames(); names.hasNext(); ) {
      plain &= Set.of("alg", "kid", "typ", "cty").contains(names.next());
    }
    if (!plain || header.has("alg") && !header.get("alg").isTextual()) {
      return FailureCause.TOKEN_MALFORMED;
    }
    return ALGORITHMS.contains(header.path("alg").asText())
        ? FailureCause.TOKEN_KEY_UNKNOWN
        : FailureCause.TOKEN_ALG_NOT_ALLOWED;
  }

  private static boolean isCanonical(String part) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Test
  void as_bearer_over_http_each_is_refused_and_counted_once() throws Exception {
    var answers = new LinkedHashMap<Integer, CompletableFuture<HttpResponse<String>>>();
    for (int n = 0; n < corpus.size(); n++) {
      answers.put(n, attacker.asBearer(corpus.get(n), "bearer-" + n));
    }
    var wrong = new TreeMap<Integer, String>();
    var audited = new ArrayList<String>();
    for (var answer : answers.entrySet()) {
      String token = corpus.get(answer.getKey());
      boolean passes = BEARER.matcher(token).matches();
      FailureCause cause = passes ? expected(token) : FailureCause.TOKEN_MALFORMED;
      HttpResponse<String> response = answer.getValue().get();
      if (response.statusCode() != 401
          || !Attacker.told(response).equals(Attacker.told(cause))
          || LogTap.isIn(token, response.body() + response.headers().map())) {
        wrong.put(answer.getKey(), Attacker.told(response) + " for " + cause);
      }
      if (passes) {
        audited.add("bearer-" + answer.getKey());
      }
    }

    assertEquals(TOKENS, answers.size());
    assertEquals(Map.of(), wrong);
    assertEquals(411, audited.size(), "the other 16 can't stand in the header");
    await("what the gateway refused itself is counted exactly")
        .atMost(Duration.ofSeconds(30))
        .until(attacker::gatewayRefusals, Map.of("TOKEN_MALFORMED", 16L)::equals);
    checkAudit(audited);
    assertEquals(
        411,
        Reconciliation.records(stack, Topic.replies(stack.prefix(), "gateway")).stream()
            .filter(reply -> reply.key().startsWith("bearer-"))
            .count(),
        "committed responses");
    settled();
  }

  @Test
  void over_kafka_each_is_answered_and_audited_once() throws Exception {
    String topic = stack.topic(Topic.SPATIAL_REQUESTS);
    for (int n = 0; n < corpus.size(); n++) {
      var body =
          attacker
              .ue()
              .asksSpatial(
                  "SS_SmManagement", "get", Map.of("svc-id", "arcade.example", "map-id", "1"));
      body.setRequestId("direct-" + n);
      stack
          .kafka()
          .publish(topic, attacker.ue().valUe(), attacker.ue().sign(body, topic, corpus.get(n)));
    }
    var wrong = new TreeMap<Integer, String>();
    var audited = new ArrayList<String>();
    for (int n = 0; n < corpus.size(); n++) {
      SpatialResponse response =
          stack.kafka().await("direct-" + n, SpatialResponse.class).orElseThrow();
      String expected = expected(corpus.get(n)).publicCause().name();
      if (response.getFailure() == null || !expected.equals(response.getFailure().getCause())) {
        wrong.put(n, response.getFailure() + " for " + expected);
      }
      audited.add("direct-" + n);
    }

    assertEquals(Map.of(), wrong);
    assertEquals(TOKENS, audited.size());
    checkAudit(audited);
    settled();
  }

  private static void checkAudit(List<String> requestIds) {
    Map<String, List<AuditRecord>> records = attacker.audit(requestIds);
    var wrong = new TreeMap<String, String>();
    for (String id : requestIds) {
      String token = corpus.get(Integer.parseInt(id.substring(id.indexOf('-') + 1)));
      List<AuditRecord> found = records.get(id);
      AuditRecord first = found.get(0);
      if (found.size() != 1
          || first.getOutcome() != Outcome.REFUSED
          || !expected(token).name().equals(first.getCause())
          || first.getAuthenticated()
          || LogTap.isIn(token, first.toString())) {
        wrong.put(id, found.size() + " records, " + first.getCause() + " for " + expected(token));
      }
    }
    assertEquals(Map.of(), wrong);
  }

  private static void settled() throws Exception {
    assertEquals(
        List.of(), Reconciliation.records(stack, stack.topic(Topic.DEAD_LETTERS)), "dead letters");
    await("all is read").atMost(Duration.ofSeconds(30)).until(() -> attacker.lag() == 0);
    log.holdsNothingOf(corpus);
  }

  @Test
  void a_good_token_is_served_before_between_and_after() throws Exception {
    HttpResponse<String> answer =
        attacker.withProof(attacker.issued(), "good-" + System.nanoTime()).get();
    assertEquals(200, answer.statusCode(), answer.body());
    ObjectNode map = StrictJson.object(answer.body()).orElseThrow();
    assertTrue(map.toString().contains("fountain"), "the map itself");
  }
}
