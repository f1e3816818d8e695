/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.SupportedVersionRange;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of Kafka, of the endpoint's options and of failures; no broker needed. */
class SettingsTest {

  private static final Membership MEMBERSHIP =
      new Membership(List.of("in"), "sim", "a1", Duration.ofSeconds(20));

  @Test
  void nothing_an_operator_sets_weakens_exactly_once() {
    Clients clients =
        new Clients(
            "localhost:1",
            Map.of(
                "isolation.level", "read_uncommitted",
                "enable.auto.commit", "true",
                "producer.acks", "1",
                "producer.transactional.id", "mine",
                "group.instance.id", "mine",
                "security.protocol", "SSL"),
            MEMBERSHIP,
            Bounds.DEFAULT);

    Map<String, Object> consumer = clients.consumerSettings("sim-a1-0");
    Map<String, Object> producer = clients.producerSettings("sim-a1-0");

    assertEquals("read_committed", consumer.get("isolation.level"));
    assertEquals(false, consumer.get("enable.auto.commit"));
    assertEquals("sim-a1-0", consumer.get("group.instance.id"));
    assertEquals("earliest", consumer.get("auto.offset.reset"));
    assertEquals("all", producer.get("acks"));
    assertEquals("sim-a1-0", producer.get("transactional.id"));
    assertEquals(5000, producer.get("transaction.timeout.ms"));
    assertEquals(5, producer.get("retry.backoff.ms"));
    assertEquals("SSL", producer.get("security.protocol"));
    assertEquals("SSL", consumer.get("security.protocol"));
  }

  @Test
  void a_setting_can_be_for_one_client_alone() {
    Clients clients =
        new Clients(
            "localhost:1",
            Map.of("producer.max.request.size", "5000", "consumer.fetch.max.wait.ms", "50"),
            MEMBERSHIP,
            Bounds.DEFAULT);

    assertEquals(5000, clients.maxRecordBytes());
    assertEquals(5000, clients.producerSettings("s").get("max.request.size"));
    assertEquals("50", clients.consumerSettings("s").get("fetch.max.wait.ms"));
    assertFalse(clients.producerSettings("s").containsKey("fetch.max.wait.ms"));
  }

  @Test
  void a_seat_keeps_its_name_across_restarts() {
    assertEquals("sim-a1-3", MEMBERSHIP.seat(3));
  }

  @Test
  void older_transactions_are_refused_with_the_command_that_mends_it() {
    UnsupportedVersionException refused =
        assertThrows(
            UnsupportedVersionException.class,
            () ->
                Features.check(
                    Map.of(
                        "transaction.version", new FinalizedVersionRange((short) 0, (short) 1))));

    assertTrue(refused.getMessage().contains("transaction.version 1"), refused.getMessage());
    assertTrue(refused.getMessage().contains("upgrade --feature"), refused.getMessage());
    assertThrows(UnsupportedVersionException.class, () -> Features.check(Map.of()));
    Features.check(Map.of("transaction.version", new FinalizedVersionRange((short) 0, (short) 2)));
  }

  @ParameterizedTest
  @CsvSource({"27, false", "28, true", "33, true", "34, false"})
  void brokers_that_skip_markers_are_known_by_their_metadata_version(short level, boolean skips) {
    SupportedVersionRange range = new SupportedVersionRange((short) 7, level);

    assertEquals(skips, Features.skipsMarkers(Map.of("metadata.version", range)));
  }

  @Test
  @SuppressWarnings("try") // Camel declares a close that may be interrupted.
  void the_scheme_is_found_and_wrong_options_are_refused_by_name() throws Exception {
    try (CamelContext camel = new DefaultCamelContext()) {
      KafkaTxComponent component = camel.getComponent("kafkatx", KafkaTxComponent.class);
      component.setBootstrapServers("localhost:1");
      component.setInstanceId("a1");
      camel.getRegistry().bind("q", (Quarantine) (record, failure) -> Answer.of());

      KafkaTxEndpoint endpoint =
          camel.getEndpoint(
              "kafkatx:a,b?groupId=g&workers=3&slice=7ms&quarantine=#q", KafkaTxEndpoint.class);
      assertEquals(List.of("a", "b"), endpoint.membership().topics());
      assertEquals(3, endpoint.bounds().workers());
      assertEquals(Duration.ofMillis(7), endpoint.bounds().slice());

      refused(camel, "kafkatx:a?groupId=g", "quarantine");
      refused(camel, "kafkatx:a?quarantine=#q", "groupId");
      refused(camel, "kafkatx:a?groupId=g&quarantine=#q&workers=0", "workers");
      refused(camel, "kafkatx:a?groupId=g&quarantine=#q&batchTime=5s", "batchTime");
      refused(camel, "kafkatx:a?groupId=g&quarantine=#q&autoCommit=true", "autoCommit");
    }
  }

  @Test
  void failures_are_told_apart() {
    assertEquals(Trouble.REOPEN, Trouble.of(new ProducerFencedException("x")));
    assertEquals(Trouble.REOPEN, Trouble.of(new AuthorizationException("x")));
    assertEquals(Trouble.SECOND_HOLDER, Trouble.of(new FencedInstanceIdException("x")));
    assertEquals(Trouble.ABORT, Trouble.of(new TimeoutException("x")));
    assertTrue(Trouble.ofRecord(new TimeoutException("x", new UnknownTopicOrPartitionException())));
    assertFalse(Trouble.ofRecord(new TimeoutException("the broker is silent")));
  }

  @Test
  void a_newcomer_goes_at_once_and_a_settled_holder_only_when_displaced_again_and_again() {
    Holder newcomer = new Holder(Duration.ofMinutes(1));
    newcomer.serving();
    assertTrue(newcomer.displaced());

    Holder settled = new Holder(Duration.ZERO);
    settled.serving();
    for (int i = 0; i < 4; i++) {
      assertFalse(settled.displaced());
    }
    assertTrue(settled.displaced());
  }

  private static void refused(CamelContext camel, String uri, String name) {
    ResolveEndpointFailedException refused =
        assertThrows(ResolveEndpointFailedException.class, () -> camel.getEndpoint(uri));
    assertTrue(refused.getMessage().contains(name), refused.getMessage());
  }
}
