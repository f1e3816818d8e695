/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.TokenResponse;

/**
 * Foreign JOSE libraries verify a thousand tokens of SIM-S; LM-S refuses each of a thousand that
 * they altered in one field, under the old signature or under one of their own.
 */
@WithKafka
class TokenPeersIT {
  private static final int TOKENS = 1_000;
  private static final List<List<String>> PYTHON =
      List.of(List.of("/usr/bin/python3", "-c", "import jwcrypto.jwt"));

  @TempDir static Path folder;
  private static TestStack stack;
  private static Attacker attacker;
  private static Path given;

  @BeforeAll
  static void issue(KafkaUnderTest kafka) throws Exception {
    stack = TestStack.start(kafka.bootstrap());
    attacker = new Attacker(stack);
    ObjectNode all =
        StrictJson.object()
            .put("issuer", stack.ue("ue-1").issuer())
            .put("audience", stack.stack().config().sim().orElseThrow().audience().toString());
    all.set("jwks", jwks());
    issueMany().forEach(all.putArray("tokens")::add);
    given = folder.resolve("given.json");
    Files.writeString(given, StrictJson.text(all));
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var ended = stack) {
      Reconciliation.check(ended);
    }
  }

  private static JsonNode jwks() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(stack.gatewayUrl() + "/oauth2/jwks")).build();
    return Attacker.json(
        stack.client().build().send(request, HttpResponse.BodyHandlers.ofString()));
  }

  private static List<String> issueMany() throws Exception {
    String topic = stack.topic(Topic.TOKEN_REQUESTS);
    var asked = new ArrayList<String>();
    for (int n = 0; n < TOKENS; n++) {
      var ue = stack.ue("ue-" + n);
      var body = ue.asksToken("SS_SmManagement", "get", Optional.empty());
      stack.kafka().publish(topic, ue.valUe(), ue.sign(body, topic));
      asked.add(body.getRequestId());
    }
    var tokens = new ArrayList<String>();
    for (String id : asked) {
      TokenResponse answer = stack.kafka().await(id, TokenResponse.class).orElseThrow();
      tokens.add(answer.getToken().getAccessToken());
    }
    return tokens;
  }

  @Test
  void jose_of_npm_verifies_ours_and_alters_none_unnoticed() throws Exception {
    Optional<String> missing = ForeignProgram.missing("peer on Node", NodeProgram.PROBES);
    assumeTrue(missing.isEmpty(), () -> missing.orElseThrow());
    check("npm", new NodeProgram().run("peer.mjs", given));
  }

  @Test
  void jwcrypto_of_debian_verifies_ours_and_alters_none_unnoticed() throws Exception {
    Optional<String> missing = ForeignProgram.missing("peer on Python", PYTHON);
    assumeTrue(missing.isEmpty(), () -> missing.orElseThrow());
    check(
        "debian",
        ForeignProgram.run(
            Path.of("src/test/python").toAbsolutePath(),
            List.of("/usr/bin/python3", "peer.py", given.toString())));
  }

  private static void check(String peer, String report) throws Exception {
    JsonNode found = StrictJson.object(report.strip()).orElseThrow();
    assertEquals(TOKENS, found.get("verified").intValue(), "tokens of ours that it verifies");
    assertEquals(TOKENS, found.get("refused").intValue(), "altered ones that it refuses itself");
    JsonNode alterations = found.get("alterations");
    assertEquals(TOKENS, alterations.size());
    refuse(peer, alterations);
    Set<String> fields = new TreeSet<>(alterations.findValuesAsText("name"));
    assertTrue(
        fields.containsAll(
            Set.of("alg", "typ", "kid", "iss", "sub", "aud", "exp", "scope", "jti", "cnf")),
        fields.toString());
  }

  private static void refuse(String peer, JsonNode alterations) throws Exception {
    var answers = new LinkedHashMap<String, CompletableFuture<HttpResponse<String>>>();
    for (int n = 0; n < alterations.size(); n++) {
      String id = peer + "-" + n;
      answers.put(id, attacker.withProof(alterations.get(n).get("text").textValue(), id));
    }
    var told = new TreeMap<String, Integer>();
    for (var answer : answers.values()) {
      told.merge(Attacker.told(answer.get()), 1, Integer::sum);
    }
    assertEquals(Map.of("401 TOKEN_INVALID", TOKENS), told);
    var records = attacker.audit(List.copyOf(answers.keySet()));
    for (String id : answers.keySet()) {
      assertEquals(1, records.get(id).size(), id);
    }
  }

  @Test
  void a_token_as_it_was_issued_opens_the_map() throws Exception {
    assertEquals(200, attacker.withProof(attacker.issued(), "as-issued").get().statusCode());
  }
}
