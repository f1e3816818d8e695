/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/** A version that is started on what a later one left. */
@WithKafka
@Tag("concurrent")
class RollBackIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final OtherVersion LATER =
      OtherVersion.of(
          AuditRecord.getClassSchema(),
          fields -> fields.add(OtherVersion.field("hint", "[\"null\",\"string\"]")));

  @TempDir Path accepted;

  @Test
  void nothing_is_answered_twice_after_a_roll_back_and_all_is_once_the_schema_is_accepted(
      KafkaUnderTest kafka) throws Exception {
    LATER.save(accepted, "audit");
    try (TestStack stack = TestStack.start(kafka.bootstrap())) {
      // Given a token whose audit record is of a later version
      ValUe ue = stack.ue("ue-again");
      TokenRequestBody body = ue.asksToken("SS_SmManagement", "get", Optional.empty());
      body.setDeadline(body.getDeadline().plusSeconds(300));
      byte[] signed = ue.sign(body, stack.topic(Topic.TOKEN_REQUESTS));
      var traces = new Traces(stack);
      AuditRecord first =
          traces.onlyAudit(traces.publish(Topic.TOKEN_REQUESTS, ue.valUe(), signed));
      assertEquals(Outcome.GRANTED, first.getOutcome());
      rewrite(stack, first);

      // When it is rolled back and the very same request comes again
      stack.restart();
      String id = traces.publish(Topic.TOKEN_REQUESTS, ue.valUe(), signed);

      // Then it waits, and readiness tells
      await("not ready").atMost(SOON).until(() -> ready(stack) == 503);
      assertEquals(List.of(), traces.audits(id));

      // And with the schema it gets the token it has got
      stack.restart("--schemas.accepted=" + accepted);
      TokenResponse again =
          stack.kafka().await(body.getRequestId(), TokenResponse.class).orElseThrow();
      assertEquals(first.getJti(), jti(again.getToken().getAccessToken()));
      assertEquals(Outcome.DUPLICATE, traces.onlyAudit(id).getOutcome());
      assertEquals(200, ready(stack), "ready again");
    }
  }

  /** The partition as if the later version had written this record, the only one in it. */
  private static void rewrite(TestStack stack, AuditRecord audit) throws Exception {
    var partition = new TopicPartition(stack.topic(Topic.AUDIT), audit.getSource().getPartition());
    try (var admin = Admin.create(stack.clientProperties());
        var producer =
            new KafkaProducer<>(
                stack.clientProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(-1))).all().get();
      byte[] value = LATER.encode(audit, Map.of("hint", "of a later version"));
      producer
          .send(new ProducerRecord<>(partition.topic(), partition.partition(), null, value))
          .get();
    }
  }

  private static String jti(String token) throws Exception {
    return AccessToken.fromJson(CompactJws.parse(token).claims()).jti();
  }

  private static int ready(TestStack stack) throws IOException {
    URI uri = URI.create("http://" + stack.stack().config().management() + "/health/ready");
    return ((HttpURLConnection) uri.toURL().openConnection()).getResponseCode();
  }
}
