/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.ue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.Binding;
import org.sealspatial.jose.ClientAssertion;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.Proof;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.SpatialRequest;
import org.sealspatial.schemas.v1.SpatialRequestBody;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenRequestBody;

/**
 * The vectors of docs/kafka-proof.md are what the code makes and what the code takes. Run with
 * {@code -Dseal.docs.write=true} to write them anew.
 */
class KafkaProofVectorsTest {
  private static final Path FILE = Path.of("../docs/vectors/kafka-proof.json");
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final String ISSUER = "https://sim.example";
  private static final String CLIENT = "headset-fleet";
  private static final String ACCESS_TOKEN =
      "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJlLW9mLVNJTS1T";

  private final Wire wire = new Wire();

  @Test
  void the_vectors_are_what_the_code_makes() throws IOException {
    String vectors = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all());
    if (Boolean.getBoolean("seal.docs.write")) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, vectors + "\n");
    }
    assertEquals(vectors + "\n", Files.readString(FILE), FILE + " is not what the code makes");
  }

  @Test
  void the_assertion_is_accepted_for_the_record_it_was_made_for() throws Exception {
    JsonNode token = read().path("token");

    ClientAssertion accepted = verifyAssertion(token, binding(token), NOW);

    assertEquals(CLIENT, accepted.clientId());
    assertEquals(read().path("thumbprint").asText(), accepted.keyThumbprint());
  }

  @Test
  void the_proof_is_accepted_for_the_record_it_was_made_for() throws Exception {
    JsonNode spatial = read().path("spatial");

    Proof accepted = verifyProof(spatial, binding(spatial), Optional.of(ACCESS_TOKEN), NOW);

    assertEquals(read().path("thumbprint").asText(), accepted.keyThumbprint());
  }

  static Stream<JsonNode> refusals() throws IOException {
    return StreamSupport.stream(read().path("refused").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void neither_is_accepted_for_anything_else(JsonNode refusal) throws IOException {
    boolean isToken = refusal.path("of").asText().equals("token");
    JsonNode vector = read().path(refusal.path("of").asText());
    Binding binding = changed(binding(vector), refusal);
    Instant at = Instant.parse(refusal.path("at").asText(NOW.toString()));
    String accessToken = refusal.path("accessToken").asText(ACCESS_TOKEN);

    Rejected rejected =
        assertThrows(
            Rejected.class,
            () -> {
              if (isToken) {
                verifyAssertion(vector, binding, at);
              } else {
                verifyProof(vector, binding, Optional.of(accessToken), at);
              }
            });

    assertEquals(refusal.path("cause").asText(), rejected.failureCause().name());
  }

  private static Binding.Record changed(Binding.Record binding, JsonNode refusal) {
    return new Binding.Record(
        refusal.path("topic").asText(binding.topic()),
        refusal.path("rid").asText(binding.requestId()),
        refusal.path("digest").asText(binding.digest()));
  }

  private static ClientAssertion verifyAssertion(JsonNode vector, Binding binding, Instant at)
      throws Rejected {
    return ClientAssertion.verify(
        vector.path("jws").asText(), CLIENT, List.of(Rfc7515Key.publicHalf()), ISSUER, binding, at);
  }

  private static Proof verifyProof(
      JsonNode vector, Binding binding, Optional<String> accessToken, Instant at) throws Rejected {
    return Proof.verify(
        vector.path("jws").asText(), binding, accessToken, at, CryptoProvider.best());
  }

  /** From the body bytes, as a receiver has them. */
  private static Binding.Record binding(JsonNode vector) {
    byte[] body = HexFormat.of().parseHex(vector.path("bodyHex").asText());
    return new Binding.Record(
        vector.path("topic").asText(),
        vector.path("claims").path("rid").asText(),
        Base64Url.encode(Base64Url.sha256(body)));
  }

  private static JsonNode read() throws IOException {
    return StrictJson.object(Files.readString(FILE)).orElseThrow();
  }

  private ObjectNode all() {
    ObjectNode all =
        StrictJson.object()
            .put("about", "Test vectors of docs/kafka-proof.md; the key is that of RFC 7515 A.3")
            .put("requestTime", NOW.toString())
            .put("issuer", ISSUER)
            .put("thumbprint", Rfc7515Key.publicHalf().thumbprint());
    all.set("key", Rfc7515Key.privateJwk());
    all.set("token", token());
    all.set("spatial", spatial());
    all.set("refused", refused());
    all.set("partitions", partitions());
    return all;
  }

  private ObjectNode token() {
    var body =
        new TokenRequestBody(
            "request-1",
            CLIENT,
            "ue-1",
            null,
            "arcade.example",
            "SS_SmManagement",
            List.of("get"),
            null,
            NOW.plusSeconds(30),
            null,
            null,
            null);
    byte[] bytes = wire.encode(body);
    String topic = Topic.TOKEN_REQUESTS.in(Topic.DEFAULT_PREFIX);
    ObjectNode claims =
        ClientAssertion.forRecord(
            CLIENT, ISSUER, binding(topic, body.getRequestId(), bytes), "assertion-1", NOW);
    ObjectNode header = header(ClientAssertion.RECORD_TYP);
    header.put("kid", Rfc7515Key.publicHalf().kid());
    String jws = Rfc7515Key.sign(header, claims);
    ObjectNode fields =
        StrictJson.object()
            .put("requestId", body.getRequestId())
            .put("clientId", CLIENT)
            .put("valUe", body.getValUe())
            .putNull("valUser")
            .put("valService", body.getValService())
            .put("service", body.getService());
    fields.putArray("actions").add("get");
    fields.putNull("authorizationDetails").put("deadline", body.getDeadline().toEpochMilli());
    fields.putNull("correlationId").putNull("replyPartition").putNull("http");
    return vector(topic, fields, bytes, header, claims, jws)
        .put("valueHex", hex(wire.encode(new TokenRequest(ByteBuffer.wrap(bytes), jws, null))));
  }

  private ObjectNode spatial() {
    var body =
        new SpatialRequestBody(
            "request-2",
            CLIENT,
            "SS_SmManagement",
            "get",
            Map.of("map-id", "1"),
            NOW.plusSeconds(30),
            null,
            null,
            null);
    byte[] bytes = wire.encode(body);
    String topic = Topic.SPATIAL_REQUESTS.in(Topic.DEFAULT_PREFIX);
    ObjectNode claims =
        Proof.claims(
            binding(topic, body.getRequestId(), bytes), Optional.of(ACCESS_TOKEN), "proof-1", NOW);
    ObjectNode header = header(Proof.RECORD_TYP);
    header.set("jwk", Rfc7515Key.publicHalf().jwk());
    String jws = Rfc7515Key.sign(header, claims);
    ObjectNode fields =
        StrictJson.object()
            .put("requestId", body.getRequestId())
            .put("clientId", CLIENT)
            .put("service", body.getService())
            .put("operation", body.getOperation());
    fields.putObject("parameters").put("map-id", "1");
    fields.put("deadline", body.getDeadline().toEpochMilli());
    fields.putNull("correlationId").putNull("replyPartition").putNull("http");
    var request = new SpatialRequest(ByteBuffer.wrap(bytes), ACCESS_TOKEN, jws);
    return vector(topic, fields, bytes, header, claims, jws)
        .put("accessToken", ACCESS_TOKEN)
        .put("valueHex", hex(wire.encode(request)));
  }

  private static ObjectNode header(String typ) {
    return StrictJson.object().put("alg", "ES256").put("typ", typ);
  }

  private static ObjectNode vector(
      String topic,
      ObjectNode body,
      byte[] bytes,
      ObjectNode header,
      ObjectNode claims,
      String jws) {
    ObjectNode vector = StrictJson.object().put("topic", topic).put("recordKey", "ue-1");
    vector.set("body", body);
    vector.put("bodyHex", hex(bytes)).put("digest", Base64Url.encode(Base64Url.sha256(bytes)));
    vector.set("header", header);
    vector.set("claims", claims);
    return vector.put("jws", jws);
  }

  private static Binding.Record binding(String topic, String requestId, byte[] body) {
    return new Binding.Record(topic, requestId, Base64Url.encode(Base64Url.sha256(body)));
  }

  private static ArrayNode refused() {
    ArrayNode refused = StrictJson.array();
    String otherDigest = Base64Url.sha256("another body");
    refused
        .add(refusal("token", "ASSERTION_MISMATCH").put("topic", "seal.spatial.requests.v1"))
        .add(refusal("token", "ASSERTION_MISMATCH").put("rid", "request-9"))
        .add(refusal("token", "ASSERTION_MISMATCH").put("digest", otherDigest))
        .add(refusal("token", "ASSERTION_EXPIRED").put("at", "2026-01-01T12:01:10Z"))
        .add(refusal("token", "ASSERTION_EXPIRED").put("at", "2026-01-01T11:59:49Z"))
        .add(refusal("spatial", "PROOF_INVALID").put("topic", "seal.token.requests.v1"))
        .add(refusal("spatial", "PROOF_INVALID").put("rid", "request-9"))
        .add(refusal("spatial", "PROOF_INVALID").put("digest", otherDigest))
        .add(refusal("spatial", "PROOF_INVALID").put("accessToken", "another.access.token"))
        .add(refusal("spatial", "PROOF_INVALID").put("at", "2026-01-01T12:01:01Z"))
        .add(refusal("spatial", "PROOF_INVALID").put("at", "2026-01-01T11:59:49Z"));
    return refused;
  }

  private static ObjectNode refusal(String of, String cause) {
    return StrictJson.object().put("of", of).put("cause", cause);
  }

  private static ArrayNode partitions() {
    ArrayNode partitions = StrictJson.array();
    for (String key : List.of("ue-1", "ue-2", "alice@arcade.example", "Zoë", "")) {
      int hash = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8)));
      partitions
          .addObject()
          .put("key", key)
          .put("murmur2", hash)
          .put("of4", hash % 4)
          .put("of12", hash % 12);
    }
    return partitions;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
