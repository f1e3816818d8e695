/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
import org.sealspatial.schemas.FailureCause;

/**
 * A second implementation of docs/kafka-proof.md, on Node: what it makes is accepted, and what it
 * makes with one field altered is refused with the cause that the page names.
 */
@WithKafka
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignProofIT {
  private static final String PREFIX = "foreign-proof";

  private LocalStack stack;
  private JsonNode report;

  @BeforeAll
  void play(KafkaUnderTest kafka, @TempDir Path folder) throws Exception {
    Optional<String> missing = ForeignProgram.missing("ForeignProofIT", NodeProgram.PROBES);
    assumeTrue(missing.isEmpty(), () -> missing.orElseThrow());
    var node = new NodeProgram();
    Path key = folder.resolve("key.json");
    JsonNode jwk = StrictJson.object(node.run("keys.mjs", key).strip()).orElseThrow();
    stack = StackUnderTest.start(kafka, folder.resolve("data"), PREFIX);
    CryptoProvider crypto = CryptoProvider.best();
    DemoWorld.apply(stack, VerificationKey.of(jwk, crypto), crypto);
    ObjectNode settings =
        StrictJson.object()
            .put("bootstrap", kafka.bootstrap())
            .put("prefix", PREFIX)
            .put("requestor", DemoWorld.REQUESTOR)
            .put("issuer", stack.config().sim().orElseThrow().issuer().toString())
            .put("clientId", DemoWorld.CLIENT)
            .put("valUe", "ue-1")
            .put("valService", DemoWorld.VAL_SERVICE)
            .put("keyFile", key.toString())
            .put("schemas", Path.of("../schemas").toAbsolutePath().normalize().toString());
    Path file = folder.resolve("settings.json");
    Files.writeString(file, StrictJson.text(settings));
    report = StrictJson.object(node.run("alter.mjs", file).strip()).orElseThrow();
  }

  @AfterAll
  void stop() throws Exception {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void its_token_and_its_map_are_served_before_and_after() {
    assertEquals("DPoP", report.path("tokenType").asText());
    assertTrue(report.path("map").toString().contains("fountain"), report.path("map").toString());
    assertTrue(report.path("after").isNull(), report.path("after").toString());
  }

  @Test
  void its_assertions_with_one_field_altered_are_refused() {
    var expected = new TreeMap<String, String>();
    for (String name : new String[] {"typ", "typ missing", "topic", "rid", "digest"}) {
      expected.put(name, "ASSERTION_MISMATCH");
    }
    for (String name : new String[] {"iss", "sub", "aud", "aud missing"}) {
      expected.put(name, "ASSERTION_MISMATCH");
    }
    for (String name : new String[] {"iat", "exp"}) {
      expected.put(name, "ASSERTION_EXPIRED");
    }
    for (String name : new String[] {"alg", "kid", "jti", "jti missing", "iss missing"}) {
      expected.put(name, "CLIENT_AUTH_FAILED");
    }
    for (String name :
        new String[] {
          "sub missing", "exp missing", "topic missing", "rid missing", "digest missing"
        }) {
      expected.put(name, "CLIENT_AUTH_FAILED");
    }
    check(expected, report.path("assertions"));
  }

  @Test
  void its_proofs_with_one_field_altered_are_refused() {
    var expected = new TreeMap<String, String>();
    report.path("proofs").fieldNames().forEachRemaining(n -> expected.put(n, "PROOF_INVALID"));
    assertEquals(17, expected.size(), expected.keySet().toString());
    check(expected, report.path("proofs"));
  }

  private static void check(Map<String, String> expected, JsonNode found) {
    var exact = new TreeMap<String, String>();
    var told = new TreeMap<String, String>();
    found
        .fields()
        .forEachRemaining(
            e -> {
              exact.put(e.getKey(), e.getValue().path("exact").asText());
              told.put(e.getKey(), e.getValue().path("told").asText());
            });
    assertEquals(expected, exact, "in the audit");
    expected.replaceAll((name, cause) -> FailureCause.valueOf(cause).publicCause().name());
    assertEquals(expected, told, "in the reply");
  }
}
