/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;

/**
 * Somebody else's Kafka client, Avro reader and JOSE library, on Node, do both figures by the
 * published schemas and pages alone.
 */
@WithKafka
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignClientIT {
  private static final String PREFIX = "foreign";

  private static final List<List<String>> PYTHON_PROBES =
      List.of(
          List.of("kcat", "-V"),
          List.of("/usr/bin/python3", "-c", "import avro.schema, jwcrypto.jwt"));

  private String bootstrap;
  private LocalStack stack;
  private JsonNode report;

  @BeforeAll
  void play(KafkaUnderTest kafka, @TempDir Path folder) throws Exception {
    Optional<String> missing = ForeignProgram.missing("ForeignClientIT", NodeProgram.PROBES);
    assumeTrue(missing.isEmpty(), () -> missing.orElseThrow());
    bootstrap = kafka.bootstrap();
    var node = new NodeProgram();
    Path key = folder.resolve("key.json");
    JsonNode jwk = StrictJson.object(node.run("keys.mjs", key).strip()).orElseThrow();
    stack = StackUnderTest.start(kafka, folder.resolve("data"), PREFIX);
    CryptoProvider crypto = CryptoProvider.best();
    DemoWorld.apply(stack, VerificationKey.of(jwk, crypto), crypto);
    Path settings = folder.resolve("settings.json");
    Files.writeString(settings, StrictJson.text(settings(kafka, key)));
    report = StrictJson.object(node.run("client.mjs", settings).strip()).orElseThrow();
  }

  @AfterAll
  void stop() throws Exception {
    if (stack != null) {
      stack.close();
    }
  }

  private ObjectNode settings(KafkaUnderTest kafka, Path key) {
    return StrictJson.object()
        .put("bootstrap", kafka.bootstrap())
        .put("prefix", PREFIX)
        .put("requestor", DemoWorld.REQUESTOR)
        .put("gateway", DemoWorld.gatewayUrl(stack))
        .put("audience", "urn:seal:lm-s")
        .put("clientId", DemoWorld.CLIENT)
        .put("valUe", "ue-1")
        .put("valService", DemoWorld.VAL_SERVICE)
        .put("keyFile", key.toString())
        .put("schemas", Path.of("../schemas").toAbsolutePath().normalize().toString())
        .put("vectors", Path.of("../docs/vectors/kafka-proof.json").toAbsolutePath().toString());
  }

  @Test
  void a_foreign_jose_library_verifies_the_token_of_either_way_in() {
    for (String way : List.of("kafka", "http")) {
      JsonNode claims = report.path(way).path("claims");
      assertAll(
          way,
          () -> assertEquals("DPoP", report.path(way).path("tokenType").asText()),
          () -> assertEquals("at+jwt", claims.path("typ").asText()),
          () -> assertEquals("ue-1", claims.path("sub").asText()),
          () -> assertEquals(DemoWorld.CLIENT, claims.path("client_id").asText()),
          () -> assertEquals("seal:SS_SmManagement:get", claims.path("scope").asText()),
          () -> assertTrue(claims.path("boundToMyKey").asBoolean()));
    }
  }

  @Test
  void the_map_is_served_either_way_without_what_the_grant_withholds() {
    assertTrue(report.at("/kafka/withheld").asBoolean());
    assertEquals(200, report.at("/http/status").asInt());
    for (String way : List.of("kafka", "http")) {
      String map = report.path(way).path("map").toString();
      assertTrue(map.contains("fountain"), map);
      assertFalse(map.contains("vault"), map);
    }
    assertEquals(report.at("/kafka/map"), report.at("/http/map"));
  }

  @Test
  void a_thief_and_an_impostor_with_keys_of_their_own_get_nothing() {
    assertEquals("TOKEN_BINDING", report.at("/kafka/refusals/thief").asText());
    assertEquals("CLIENT_AUTH_FAILED", report.at("/kafka/refusals/impostor").asText());
  }

  @Test
  void a_foreign_avro_reader_finds_one_audit_record_of_each_request() {
    JsonNode audit = report.path("audit");
    assertEquals(6, audit.size());
    for (String granted : List.of("kafka token", "kafka map", "http token", "http map")) {
      assertEquals("GRANTED", audit.path(granted).path("outcome").asText(), granted);
      assertTrue(audit.path(granted).path("jtiIsTheTokens").asBoolean(), granted);
    }
    for (String refused : List.of("kafka thief", "kafka impostor")) {
      assertEquals("REFUSED", audit.path(refused).path("outcome").asText(), refused);
    }
    audit.forEach(record -> assertFalse(record.path("holdsToken").asBoolean()));
  }

  @Test
  void foreign_libraries_make_and_read_the_published_vectors_alike() {
    assertEquals("[]", report.at("/vectors/failed").toString());
    assertTrue(report.at("/vectors/passed").size() > 15);
  }

  @Test
  void a_reader_on_librdkafka_and_python_reads_what_was_answered() throws Exception {
    Optional<String> missing = ForeignProgram.missing("reader on Python", PYTHON_PROBES);
    assumeTrue(missing.isEmpty(), () -> missing.orElseThrow());

    JsonNode read = StrictJson.object(readWithPython().strip()).orElseThrow();

    assertEquals(report.at("/kafka/claims/jti"), read.at("/claims/0/jti"));
    assertEquals("at+jwt", read.at("/claims/0/typ").asText());
    assertEquals(
        report.at("/kafka/map").findValuesAsText("objId"),
        read.at("/maps/0").findValuesAsText("objId"));
    assertEquals(
        "[\"SPATIAL GRANTED\",\"SPATIAL GRANTED\",\"SPATIAL REFUSED\","
            + "\"TOKEN GRANTED\",\"TOKEN GRANTED\",\"TOKEN REFUSED\"]",
        read.path("outcomes").toString());
  }

  private String readWithPython() throws Exception {
    return ForeignProgram.run(
        Path.of("src/test/python").toAbsolutePath(),
        List.of(
            "/usr/bin/python3",
            "read_records.py",
            bootstrap,
            PREFIX,
            DemoWorld.REQUESTOR,
            Path.of("../schemas").toAbsolutePath().normalize().toString(),
            DemoWorld.gatewayUrl(stack) + "/oauth2/jwks"));
  }
}
