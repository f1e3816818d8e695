/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class BlameTest {

  private final Blame blame = new Blame();
  private final RuntimeException tooLarge = new RecordTooLargeException("refused by the broker");

  @Test
  void the_first_that_fails_is_to_blame_and_what_fails_with_it_is_not() {
    blame.failed(record("a"), output("maps", 500), tooLarge);
    blame.failed(record("b"), output("maps", 499), tooLarge);
    blame.failed(record("c"), output("audit", 900), tooLarge);

    assertEquals(List.of("a"), blamed());
  }

  @Test
  void what_is_at_least_as_large_for_the_same_topic_is_too_large_as_well() {
    blame.failed(record("a"), output("maps", 500), tooLarge);
    blame.failed(record("b"), output("maps", 500), tooLarge);
    blame.failed(record("c"), output("maps", 501), tooLarge);

    assertEquals(List.of("a", "b", "c"), blamed());
  }

  @Test
  void a_forbidden_topic_is_forbidden_to_all() {
    var forbidden = new TopicAuthorizationException("replies");
    blame.failed(record("a"), output("replies", 5), forbidden);
    blame.failed(record("b"), output("replies", 1), forbidden);
    blame.failed(record("c"), output("audit", 5), forbidden);

    assertEquals(List.of("a", "b"), blamed());
  }

  @Test
  void of_records_that_are_no_good_by_themselves_one_is_told_at_a_time() {
    blame.failed(record("a"), output("maps", 5), new InvalidRecordException("no key"));
    blame.failed(record("b"), output("maps", 5), new InvalidRecordException("no key"));

    assertEquals(List.of("a"), blamed());
  }

  @Test
  void nobody_is_to_blame_for_what_is_not_a_records_fault() {
    blame.failed(record("a"), output("maps", 5), new KafkaException("the group moved on"));

    assertEquals(List.of(), blamed());
  }

  private List<String> blamed() {
    List<String> keys = new ArrayList<>();
    blame.records().keySet().forEach(record -> keys.add(record.key()));
    keys.sort(null);
    return keys;
  }

  private static Inbound record(String key) {
    return Inbound.of("in", 0, 0, key.getBytes(StandardCharsets.UTF_8), new byte[0]);
  }

  private static Outbound output(String topic, int bytes) {
    return Outbound.of(topic, null, null, new byte[bytes], Map.of());
  }
}
