/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.lm.token.Forge;
import org.sealspatial.local.ue.HttpValUe;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.GatewayRefusals;

/** Sends tokens of any kind through gateway, Kafka and LM-S, and reads what became of them. */
final class Attacker {
  static final String MAPS = "/ssm-smm/v1/spatial-maps";
  static final String MAP_ONE = "svc-id=arcade.example&map-id=1";
  private static final Wire WIRE = new Wire();
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int AT_ONCE = 24;

  private final TestStack stack;
  private final ValUe ue;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final Map<String, Long> nanos = new ConcurrentHashMap<>();
  private final HttpClient http;

  Attacker(TestStack stack) {
    this.stack = stack;
    this.http = stack.client().version(HttpClient.Version.HTTP_1_1).build();
    this.ue = stack.ue("ue-1");
  }

  ValUe ue() {
    return ue;
  }

  /** The signing key of SIM-S: what no attacker has, so that one fault alone can be shown. */
  static Forge simKey(TestStack stack) throws IOException {
    Path file = stack.stack().config().sim().orElseThrow().signing().key().file().path();
    var converter = new JcaPEMKeyConverter();
    java.security.PrivateKey secret = null;
    java.security.PublicKey known = null;
    try (var pem =
        new PEMParser(new StringReader(Files.readString(file, StandardCharsets.US_ASCII)))) {
      for (Object object = pem.readObject(); object != null; object = pem.readObject()) {
        if (object instanceof PrivateKeyInfo info) {
          secret = converter.getPrivateKey(info);
        } else if (object instanceof X509CertificateHolder certificate) {
          known = converter.getPublicKey(certificate.getSubjectPublicKeyInfo());
        }
      }
    }
    return new Forge(new KeyPair(known, secret));
  }

  /** A token that SIM-S issued to the client, bound to its key. */
  String issued() throws Exception {
    HttpValUe client = stack.http(ue);
    HttpResponse<String> answer =
        client.token(client.tokenForm("SS_SmManagement", "get", Optional.empty()));
    return json(answer).path("access_token").asText();
  }

  /** The claims of such a token, with fifty minutes more to live. */
  ObjectNode goodClaims() throws Exception {
    ObjectNode claims = CompactJws.parse(issued()).claims();
    return claims.put("exp", claims.get("iat").longValue() + 3_300);
  }

  /** Asks for the map with the proof of the client's own key. */
  CompletableFuture<HttpResponse<String>> withProof(String token, String requestId)
      throws InterruptedException {
    String proof = ue.dpop("GET", stack.gatewayUrl() + MAPS, Optional.of(token));
    return send(
        request(MAP_ONE)
            .header("Authorization", "DPoP " + token)
            .header("DPoP", proof)
            .header("Idempotency-Key", requestId));
  }

  /** Asks for the map with a bearer token. */
  CompletableFuture<HttpResponse<String>> asBearer(String token, String requestId)
      throws InterruptedException {
    return send(
        request(MAP_ONE)
            .header("Authorization", "Bearer " + token)
            .header("Idempotency-Key", requestId));
  }

  /** A token asked without proof, as soon as SIM-S knows that this client may. */
  HttpResponse<String> unboundOnceKnown(ValUe of) {
    return await("SIM-S knows the client")
        .atMost(Duration.ofSeconds(30))
        .until(() -> send(asksToken(of)).get(), answer -> answer.statusCode() == 200);
  }

  /** Each time with another assertion. */
  private HttpRequest.Builder asksToken(ValUe of) {
    return form(
        "/oauth2/token", stack.http(of).tokenForm("SS_SmManagement", "get", Optional.empty()));
  }

  /** Returns as soon as LM-S, which may know the client a little later, takes the token. */
  void awaitGoodAsBearer(String token) {
    await("LM-S knows the client")
        .atMost(Duration.ofSeconds(30))
        .until(() -> asBearer(token, ValUe.newId()).get().statusCode(), s -> s == 200);
  }

  HttpRequest.Builder request(String query) {
    return HttpRequest.newBuilder(URI.create(stack.gatewayUrl() + MAPS + "?" + query))
        .timeout(PATIENCE);
  }

  /** A form that is posted to the gateway. */
  HttpRequest.Builder form(String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(URI.create(stack.gatewayUrl() + path))
        .timeout(PATIENCE)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request)
      throws InterruptedException {
    room.acquire();
    HttpRequest sent = request.build();
    long from = System.nanoTime();
    return http.sendAsync(sent, HttpResponse.BodyHandlers.ofString())
        .whenComplete(
            (answer, failure) -> {
              sent.headers()
                  .firstValue("Idempotency-Key")
                  .ifPresent(id -> nanos.put(id, System.nanoTime() - from));
              room.release();
            });
  }

  /** How long requests took whose id begins so: the median, in microseconds. */
  long medianMicros(String beginning) {
    List<Long> took =
        nanos.entrySet().stream()
            .filter(e -> e.getKey().startsWith(beginning))
            .map(Map.Entry::getValue)
            .sorted()
            .toList();
    return took.get(took.size() / 2) / 1_000;
  }

  static JsonNode json(HttpResponse<String> answer) {
    return StrictJson.object(answer.body()).orElseThrow();
  }

  static String cause(HttpResponse<String> answer) {
    return json(answer).path("cause").asText();
  }

  /** What the outside is told, as status and cause. */
  static String told(FailureCause cause) {
    FailureCause told = cause.publicCause();
    return told.httpStatus() + " " + told;
  }

  static String told(HttpResponse<String> answer) {
    return answer.statusCode() + " " + cause(answer);
  }

  /** The audit records of these requests, once each of them has one; all of them where many. */
  Map<String, List<AuditRecord>> audit(List<String> requestIds) {
    return await("each request has its audit record")
        .atMost(Duration.ofSeconds(60))
        .until(this::auditByRequest, found -> found.keySet().containsAll(requestIds));
  }

  private Map<String, List<AuditRecord>> auditByRequest() {
    var byRequest = new HashMap<String, List<AuditRecord>>();
    for (AuditRecord record : stack.audit()) {
      if (record.getRequestId() != null) {
        byRequest.computeIfAbsent(record.getRequestId(), id -> new ArrayList<>()).add(record);
      }
    }
    return byRequest;
  }

  /** What the gateway refused before Kafka, by cause. */
  Map<String, Long> gatewayRefusals() {
    var sums = new HashMap<String, Long>();
    for (var record : Reconciliation.records(stack, stack.topic(Topic.AUDIT))) {
      try {
        WIRE.decode(record.value(), GatewayRefusals.class)
            .getCounts()
            .forEach((cause, count) -> sums.merge(cause, count, Long::sum));
      } catch (UnreadableRecord otherRecord) {
        continue;
      }
    }
    return sums;
  }

  /** Records of the request topics that no group has read to its end. */
  long lag() throws Exception {
    long lag = 0;
    try (Admin admin = Admin.create(stack.clientProperties())) {
      for (var group : admin.listGroups().all().get()) {
        if (group.groupId().startsWith(stack.prefix())) {
          var offsets =
              admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata().get();
          for (var at : offsets.entrySet()) {
            lag += end(admin, at.getKey()) - at.getValue().offset();
          }
        }
      }
    }
    return lag;
  }

  private static long end(Admin admin, TopicPartition partition) throws Exception {
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()))
        .partitionResult(partition)
        .get()
        .offset();
  }
}
