/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenResponse;

/**
 * What steers Camel or Kafka elsewhere steers nothing here (CVE-2025-27636, CVE-2026-49098): no
 * header of a record or a request has an effect or goes any further, and no input names a topic.
 */
@WithKafka
class HostileRecordsIT {
  private static final String SM = "SS_SmManagement";
  private static final Map<String, String> MAP_ONE =
      Map.of("svc-id", "arcade.example", "map-id", "1");
  private static final List<String> STEERING =
      List.of(
          "kafka.OVERRIDE_TOPIC",
          "kafka.TOPIC",
          "kafka.KEY",
          "kafka.PARTITION_KEY",
          "kafka.OVERRIDE_TIMESTAMP",
          "CamelKafkaOverrideTopic",
          "CAmElKafkaOverrideTopic",
          "CamelKafkaTopic",
          "CamelKafkaKey",
          "CamelHttpUri",
          "CamelBeanMethodName",
          "CAmelExecCommandExecutable",
          "CamelFileName",
          "CamelToEndpoint",
          "org.apache.camel.component.kafka.topic",
          "org.apache.camel.Exchange",
          "seal-reply-to",
          "seal-audit");

  private static TestStack stack;
  private static Attacker attacker;
  private static String canary;

  @BeforeAll
  static void start(KafkaUnderTest kafka) throws Exception {
    stack = TestStack.start(kafka.bootstrap());
    attacker = new Attacker(stack);
    canary = stack.prefix() + ".canary.v1";
    try (Admin admin = Admin.create(stack.clientProperties())) {
      admin.createTopics(List.of(new NewTopic(canary, 1, (short) 1))).all().get();
    }
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var ended = stack) {
      Reconciliation.check(ended);
    }
  }

  private static Set<String> topics() throws Exception {
    try (Admin admin = Admin.create(stack.clientProperties())) {
      return new TreeSet<>(admin.listTopics().names().get());
    }
  }

  private static void publish(String topic, String key, byte[] value) throws Exception {
    var record = new ProducerRecord<>(topic, key, value);
    for (String name : STEERING) {
      record.headers().add(name, canary.getBytes(StandardCharsets.UTF_8));
      record.headers().add(name, null);
    }
    try (var producer =
        new KafkaProducer<>(
            stack.clientProperties(), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(record).get();
    }
  }

  /** Names of the headers of all records that somebody of ours wrote. */
  private static Set<String> headersWritten() throws Exception {
    Set<String> requests =
        Set.of(stack.topic(Topic.TOKEN_REQUESTS), stack.topic(Topic.SPATIAL_REQUESTS));
    var names = new TreeSet<String>();
    for (String topic : topics()) {
      if (topic.startsWith(stack.prefix() + ".") && !requests.contains(topic)) {
        for (var record : Reconciliation.records(stack, topic)) {
          names.addAll(
              StreamSupport.stream(record.headers().spliterator(), false)
                  .map(header -> header.key())
                  .collect(Collectors.toSet()));
        }
      }
    }
    return names;
  }

  private static void checkNothingWasSteered(Set<String> topicsBefore) throws Exception {
    assertEquals(topicsBefore, topics(), "no topic appeared");
    assertEquals(List.of(), Reconciliation.records(stack, canary), "the canary topic is empty");
    Set<String> written = headersWritten();
    written.retainAll(STEERING);
    assertEquals(Set.of(), written, "no such header goes any further");
  }

  @Test
  void headers_of_records_to_sim_and_to_lm_have_no_effect_and_go_no_further() throws Exception {
    Set<String> before = topics();
    ValUe ue = stack.ue("ue-steered");
    var asked = ue.asksToken(SM, "get", Optional.empty());
    publish(
        stack.topic(Topic.TOKEN_REQUESTS),
        "ue-steered",
        ue.sign(asked, stack.topic(Topic.TOKEN_REQUESTS)));
    TokenResponse token =
        stack.kafka().await(asked.getRequestId(), TokenResponse.class).orElseThrow();
    assertNotNull(token.getToken(), "refused: " + token.getFailure());
    var spatial = ue.asksSpatial(SM, "get", MAP_ONE);
    String topic = stack.topic(Topic.SPATIAL_REQUESTS);
    publish(topic, "ue-steered", ue.sign(spatial, topic, token.getToken().getAccessToken()));
    SpatialResponse map =
        stack.kafka().await(spatial.getRequestId(), SpatialResponse.class).orElseThrow();
    assertNull(map.getFailure());

    checkNothingWasSteered(before);
  }

  @Test
  void headers_and_parameters_of_http_requests_have_no_effect_and_go_no_further() throws Exception {
    Set<String> before = topics();
    String token = attacker.issued();
    var query = new StringBuilder(Attacker.MAP_ONE);
    STEERING.forEach(name -> query.append('&').append(name).append('=').append(canary));
    for (String asked : List.of(Attacker.MAP_ONE, query.toString())) {
      HttpRequest.Builder request =
          attacker
              .request(asked)
              .header("Authorization", "DPoP " + token)
              .header(
                  "DPoP",
                  attacker
                      .ue()
                      .dpop("GET", stack.gatewayUrl() + Attacker.MAPS, Optional.of(token)));
      STEERING.forEach(name -> request.header(name, canary).header(name, canary));
      HttpResponse<String> answer = attacker.send(request).get();
      assertEquals(200, answer.statusCode(), answer.body());
    }
    var client = stack.http(attacker.ue());
    var form = new HashMap<>(client.tokenForm(SM, "get", Optional.empty()));
    STEERING.forEach(name -> form.put(name, canary));
    var headers = new HashMap<String, String>();
    STEERING.forEach(name -> headers.put(name, canary));
    assertEquals(200, client.token(form, headers).statusCode());

    checkNothingWasSteered(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil", "canary.v1", "replies.evil.v1", "../../evil", "__evil", "a b"})
  void no_name_in_a_request_becomes_a_topic(String name) throws Exception {
    Set<String> before = topics();
    ValUe ue = stack.ue("ue-namer");
    String evil = name.equals("canary.v1") ? canary : name;
    for (ValUe named :
        List.of(
            new ValUe(evil, "ue-namer", "arcade.example", ue.issuer(), ue.key()),
            new ValUe(ue.clientId(), evil, "arcade.example", ue.issuer(), ue.key()),
            new ValUe(ue.clientId(), "ue-namer", evil, ue.issuer(), ue.key()))) {
      for (String service : List.of(SM, evil)) {
        var body = named.asksToken(service, "get", Optional.empty());
        body.setCorrelationId(evil);
        stack
            .kafka()
            .publish(
                stack.topic(Topic.TOKEN_REQUESTS),
                named.valUe(),
                named.sign(body, stack.topic(Topic.TOKEN_REQUESTS)));
      }
    }
    assertNotNull(
        stack.kafka().ask(ue, ue.asksToken(SM, "get", Optional.empty())).getToken(),
        "who comes after is served");

    checkNothingWasSteered(before);
  }

  @Test
  void a_topic_nobody_made_does_not_come_into_being_by_being_written_to() throws Exception {
    Set<String> before = topics();
    var properties = new HashMap<>(stack.clientProperties());
    properties.put("max.block.ms", 2_000);
    try (var producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
      var record = new ProducerRecord<>(stack.prefix() + ".absent.v1", "k", new byte[] {1});
      var failed =
          org.junit.jupiter.api.Assertions.assertThrows(
              ExecutionException.class, () -> producer.send(record).get());
      assertEquals(TimeoutException.class, failed.getCause().getClass());
    }
    assertEquals(before, topics());
  }
}
