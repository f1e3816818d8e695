/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.jose.TrustChain;
import org.sealspatial.routes.table.KeyContent;
import org.sealspatial.routes.table.SignedTable;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.ChangeRecord;
import org.sealspatial.schemas.v1.TableRecord;

/**
 * Publishes the public key of SIM-S with its certificate chain: LM-S and gateways learn it there.
 */
public final class KeyPublisher implements AutoCloseable {
  private final String prefix;
  private final Wire wire = new Wire();
  private final KafkaProducer<String, byte[]> producer;

  /** With the properties of a Kafka client. */
  public KeyPublisher(Map<String, Object> kafka, String prefix) {
    this.prefix = prefix;
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    this.producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /** Publishes a key as active, its first version; returns the offset of the entry. */
  public long publish(SigningKey key, List<X509Certificate> chain, Instant now)
      throws InterruptedException {
    X509Certificate own = chain.get(0);
    var content =
        new KeyContent(
            key.kid(),
            key.publicHalf().jwk(),
            KeyContent.State.ACTIVE,
            own.getNotBefore().toInstant(),
            own.getNotAfter().toInstant(),
            TrustChain.x5c(chain));
    var entry =
        new TableEntry(
            SignedTable.nameOf(Topic.KEYS), key.kid(), 1, 0, now, Optional.of(content.toJson()));
    return write(key.kid(), wire.encode(new TableRecord(entry.sign(key))));
  }

  private long write(String id, byte[] value) throws InterruptedException {
    String topic = Topic.KEYS.in(prefix);
    try {
      var change = new ChangeRecord(topic, id, java.nio.ByteBuffer.wrap(value));
      producer.send(new ProducerRecord<>(Topic.CHANGES.in(prefix), id, wire.encode(change))).get();
      return producer.send(new ProducerRecord<>(topic, id, value)).get().offset();
    } catch (ExecutionException e) {
      throw new AdminFailure("can't publish the key of SIM-S: " + e.getCause().getMessage(), e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
