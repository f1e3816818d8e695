/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What is done with one record. One thread. */
interface Job {
  /** The response and the audit record; any failure ends the process: the load is all good. */
  List<ProducerRecord<byte[], byte[]>> answer(ConsumerRecord<byte[], byte[]> record)
      throws Exception;
}
