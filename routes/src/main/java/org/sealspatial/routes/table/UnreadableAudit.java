/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.sealspatial.schemas.UnreadableRecord;

/**
 * An audit record that can't be read, so that nobody can tell what was decided in its partition. A
 * KafkaException, because the spine logs what those say; it says where the record lies and what to
 * do, never what is in it.
 */
public final class UnreadableAudit extends KafkaException {
  private static final long serialVersionUID = 1L;

  UnreadableAudit(ConsumerRecord<byte[], byte[]> record, UnreadableRecord why) {
    super(
        "%s partition %d offset %d can't be read (%s): its requests wait until schemas.accepted has"
                .formatted(record.topic(), record.partition(), record.offset(), why.getMessage())
            + " the schema of that audit record, or until it is older than the replay memory");
  }
}
