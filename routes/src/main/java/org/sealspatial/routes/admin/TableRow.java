/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.sealspatial.schemas.Topic;

/** A record of a table, ready to be written. */
final class TableRow {
  private final Topic topic;
  private final String key;
  private final byte[] value;

  TableRow(Topic topic, String key, byte[] value) {
    this.topic = topic;
    this.key = key;
    this.value = value.clone();
  }

  Topic topic() {
    return topic;
  }

  ProducerRecord<byte[], byte[]> in(String prefix) {
    return new ProducerRecord<>(
        topic.in(prefix), 0, key.getBytes(StandardCharsets.UTF_8), value.clone());
  }
}
