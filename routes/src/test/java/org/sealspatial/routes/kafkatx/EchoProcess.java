/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A processor in a JVM of its own that ends at a chosen point as by SIGKILL: no hook, no close, no
 * flush. Arguments: bootstrap, topic prefix, where to end, after how many of them.
 */
public final class EchoProcess {

  /** Where the process ends. */
  enum End {
    /** Nowhere; the test kills it when it likes. */
    KILLED,
    /** When so many outputs lie in the log and their transaction is still open. */
    WRITTEN,
    /** When so many transactions are committed, before anything else. */
    COMMITTED,
    /**
     * The twin that does it wrong: offsets are committed apart from the transaction, and it ends
     * between the two.
     */
    TWIN
  }

  private EchoProcess() {}

  /** Runs until its end. */
  public static void main(String[] arguments) throws InterruptedException {
    String bootstrap = arguments[0];
    String prefix = arguments[1];
    int after = Integer.parseInt(arguments[3]);
    switch (End.valueOf(arguments[2])) {
      case KILLED -> spine(bootstrap, prefix, Map.of(), Integer.MAX_VALUE);
      case WRITTEN -> spine(bootstrap, prefix, haltAfterWritten(after), Integer.MAX_VALUE);
      case COMMITTED -> spine(bootstrap, prefix, Map.of(), after);
      case TWIN -> twin(bootstrap, prefix, after);
    }
    new CountDownLatch(1).await();
  }

  private static void spine(
      String bootstrap, String prefix, Map<String, String> properties, int commits) {
    new EchoRoute(bootstrap, prefix)
        .instance("echo", Duration.ofSeconds(20))
        .clientProperties(properties)
        .options("workers=2&maxPollRecords=40")
        .memory(() -> new HaltAfterCommits(commits))
        .start();
  }

  private static Map<String, String> haltAfterWritten(int outputs) {
    return Map.of(
        "producer." + ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
        HaltAfterWritten.class.getName(),
        "producer." + HaltAfterWritten.OUTPUTS,
        Integer.toString(outputs));
  }

  /** Tells the test of each commit, and ends the process after the last one it was given. */
  private static final class HaltAfterCommits implements PartitionState {

    private static final AtomicInteger DONE = new AtomicInteger();
    private final int last;

    HaltAfterCommits(int last) {
      this.last = last;
    }

    @Override
    public void assigned(String topic, int partition) {}

    @Override
    public void revoked(String topic, int partition) {}

    @Override
    public void committed() {
      System.out.println("committed");
      if (DONE.incrementAndGet() >= last) {
        Runtime.getRuntime().halt(137);
      }
    }

    @Override
    public void aborted() {}
  }

  /** Ends the process when the broker has acknowledged so many outputs of open transactions. */
  public static final class HaltAfterWritten implements ProducerInterceptor<byte[], byte[]> {

    static final String OUTPUTS = "halt.after.written";
    private static final AtomicInteger WRITTEN = new AtomicInteger();
    private int last;

    @Override
    public void configure(Map<String, ?> configs) {
      last = Integer.parseInt(configs.get(OUTPUTS).toString());
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
      return record;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
      // On the producer's own thread: the commit that waits for this acknowledgement never comes.
      if (exception == null && WRITTEN.incrementAndGet() >= last) {
        Runtime.getRuntime().halt(137);
      }
    }

    @Override
    public void close() {}
  }

  /** What the spine must not be. Everything else is as there. */
  private static void twin(String bootstrap, String prefix, int commits) {
    Membership membership =
        new Membership(List.of(prefix + ".in"), prefix + ".group", "twin", Duration.ZERO);
    Clients clients = new Clients(bootstrap, Map.of(), membership, Bounds.DEFAULT);
    Properties consuming = properties(clients.consumerSettings("twin"));
    consuming.setProperty("max.poll.records", "40");
    try (KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                properties(clients.producerSettings("twin")),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                consuming, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      producer.initTransactions();
      consumer.subscribe(membership.topics());
      for (int done = 0; done < commits; ) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(200));
        if (!records.isEmpty()) {
          producer.beginTransaction();
          records.forEach(record -> echo(producer, prefix, record));
          producer.commitTransaction();
          if (++done == commits) {
            Runtime.getRuntime().halt(137);
          }
          consumer.commitSync();
        }
      }
    }
  }

  private static void echo(
      KafkaProducer<byte[], byte[]> producer,
      String prefix,
      ConsumerRecord<byte[], byte[]> record) {
    for (String topic : List.of(prefix + ".out", prefix + ".audit")) {
      producer.send(new ProducerRecord<>(topic, record.partition(), record.key(), record.value()));
    }
  }

  private static Properties properties(Map<String, Object> settings) {
    Properties properties = new Properties();
    new HashMap<>(settings)
        .forEach((name, value) -> properties.setProperty(name, value.toString()));
    return properties;
  }
}
