/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.routes.cli.SealCommand;
import org.sealspatial.routes.testing.ChildJvmKafka;
import org.sealspatial.routes.testing.ClusterSecurity;
import org.sealspatial.routes.testing.TestCa;

/**
 * Who may do what on a secured cluster of three: every principal with every topic. What must
 * succeed is read from the page that operators read, not from the code.
 */
class AccessMatrixIT {
  private static final String PREFIX = "seal";
  private static final Path PAGE = Path.of("..", "docs", "kafka-security.md");
  private static final Pattern RIGHT = Pattern.compile("`([A-Z_]+) TOPIC ([a-z0-9.-]+)(\\*?)`");

  @TempDir static Path folder;
  private static ClusterSecurity security;
  private static ChildJvmKafka kafka;

  /** What is tried with a topic; deleting is tried with its records and with the whole of it. */
  private enum Deed {
    READ,
    WRITE,
    ALTER,
    ALTER_CONFIGS,
    DELETE_RECORDS,
    DELETE
  }

  private record Cell(String principal, String topic, Deed deed) {
    @Override
    public String toString() {
      return principal + " " + deed + " " + topic;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    security = new ClusterSecurity(folder);
    kafka = new ChildJvmKafka(3, Optional.of(security));
    security.makeUsers(broker(), Stream.concat(roles(), Stream.of("arcade", "stranger")));
    Path file = propertiesFile(broker());
    assertEquals("", seal("topics", file));
    assertEquals("", seal("kafka acls --apply --requestor arcade", file));
    try (Admin admin = Admin.create(broker())) {
      admin.createTopics(List.of(arcadeReplies())).all().get();
      writeOneRecord(topics(admin));
    }
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  private static org.apache.kafka.clients.admin.NewTopic arcadeReplies() {
    return new org.apache.kafka.clients.admin.NewTopic(PREFIX + ".replies.arcade.v1", 1, (short) 3);
  }

  private static Map<String, Object> broker() {
    return security.certified("broker", kafka.mutualBootstrap());
  }

  private static Stream<String> roles() {
    return Stream.of(KafkaRole.values())
        .map(role -> role.usualPrincipal(PREFIX).replace("User:", ""));
  }

  private static Path propertiesFile(Map<String, Object> client) throws IOException {
    return TestCa.secretFile(
        folder.resolve("broker.properties"),
        client.entrySet().stream()
            .filter(entry -> !entry.getKey().equals("bootstrap.servers"))
            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
            .collect(Collectors.joining()));
  }

  /** Runs a command; what went wrong, or nothing. */
  private static String seal(String command, Path properties) {
    var wrong = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.add("--kafka.bootstrap-servers=" + kafka.mutualBootstrap());
    arguments.add("--kafka.properties-file=" + properties);
    arguments.add("--partitions.requests=1");
    arguments.add("--partitions.replies=1");
    int code =
        SealCommand.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(wrong, true))
            .execute(arguments.toArray(String[]::new));
    return code == 0 ? "" : code + " " + wrong;
  }

  private static Set<String> topics(Admin admin) throws ExecutionException, InterruptedException {
    return new TreeSet<>(admin.listTopics().names().get());
  }

  private static void writeOneRecord(Set<String> topics)
      throws ExecutionException, InterruptedException {
    try (var producer = producer(broker())) {
      for (String topic : topics) {
        producer.send(new ProducerRecord<>(topic, 0, new byte[1], new byte[1])).get();
      }
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> client) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put("acks", "all");
    properties.put("enable.idempotence", false); // else only the first topic decides
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Test
  void exactly_the_documented_cells_succeed() throws Exception {
    Map<String, Map<String, Object>> clients = new HashMap<>();
    Stream.concat(roles(), Stream.of("arcade", "stranger"))
        .forEach(
            user -> {
              Map<String, Object> client = new HashMap<>();
              client.putAll(security.named(user, ClusterSecurity.password(user)));
              client.put("bootstrap.servers", kafka.bootstrap());
              clients.put(user, client);
            });
    clients.put("ANONYMOUS", security.anonymous(kafka.mutualBootstrap()));
    Set<String> topics;
    try (Admin admin = Admin.create(broker())) {
      topics = topics(admin);
    }
    assertEquals(15, topics.size(), topics.toString());

    Set<String> succeeded = new TreeSet<>();
    for (var client : clients.entrySet()) {
      try (var deeds = new Deeds(client.getValue())) {
        for (String topic : topics) {
          for (Deed deed : Deed.values()) {
            if (deeds.succeeds(topic, deed)) {
              succeeded.add(new Cell(client.getKey(), topic, deed).toString());
            }
          }
        }
      }
    }

    assertEquals(String.join("\n", documented(topics)), String.join("\n", succeeded));
  }

  @Test
  void a_certificate_stands_for_the_same_principal_as_a_password() throws Exception {
    try (var deeds = new Deeds(security.certified("seal-auditor", kafka.mutualBootstrap()))) {
      assertTrue(deeds.succeeds("seal.audit.v1", Deed.READ));
      assertTrue(!deeds.succeeds("seal.audit.v1", Deed.WRITE));
    }
  }

  @Test
  void the_brokers_administrator_may_alter_the_audit() throws Exception {
    try (var deeds = new Deeds(broker())) {
      assertTrue(deeds.succeeds("seal.audit.v1", Deed.ALTER));
      assertTrue(deeds.succeeds("seal.audit.v1", Deed.ALTER_CONFIGS));
    }
  }

  /** The cells the page allows. */
  private static Set<String> documented(Set<String> topics) throws IOException {
    Set<String> cells = new TreeSet<>();
    for (String line : Files.readString(PAGE).split("\n")) {
      String[] columns = line.split("\\|");
      if (columns.length < 4 || !columns[2].contains("`User:")) {
        continue;
      }
      String principal = columns[2].replaceAll(".*`User:([A-Za-z-]+)`.*", "$1");
      Matcher right = RIGHT.matcher(columns[3]);
      while (right.find()) {
        for (String topic : topics) {
          boolean meant =
              right.group(3).isEmpty()
                  ? topic.equals(right.group(2))
                  : topic.startsWith(right.group(2));
          for (Deed deed : Deed.values()) {
            if (meant && deed.name().equals(right.group(1))) {
              cells.add(new Cell(principal, topic, deed).toString());
            }
          }
        }
      }
    }
    return cells;
  }

  /** The clients of one principal. */
  private static final class Deeds implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Admin admin;

    Deeds(Map<String, Object> client) {
      this.producer = producer(client);
      Map<String, Object> reading = new HashMap<>(client);
      reading.put("enable.auto.commit", false);
      this.consumer =
          new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      this.admin = Admin.create(client);
    }

    /** Whether it was done; a failure other than a refusal fails the test. */
    boolean succeeds(String topic, Deed deed) throws Exception {
      try {
        attempt(topic, deed);
        return true;
      } catch (AuthorizationException refused) {
        return false;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof AuthorizationException) {
          return false;
        }
        throw e;
      } catch (KafkaException e) {
        if (e.getCause() instanceof AuthorizationException) {
          return false;
        }
        throw e;
      }
    }

    private void attempt(String topic, Deed deed) throws Exception {
      switch (deed) {
        case READ -> read(new TopicPartition(topic, 0));
        case WRITE -> producer.send(new ProducerRecord<>(topic, 0, new byte[1], new byte[1])).get();
        case ALTER ->
            admin
                .createPartitions(
                    Map.of(topic, NewPartitions.increaseTo(2)),
                    new CreatePartitionsOptions().validateOnly(true))
                .all()
                .get();
        case ALTER_CONFIGS ->
            admin
                .incrementalAlterConfigs(
                    Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(
                            new AlterConfigOp(
                                new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET))),
                    new AlterConfigsOptions().validateOnly(true))
                .all()
                .get();
        case DELETE_RECORDS ->
            admin
                .deleteRecords(
                    Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(0)))
                .all()
                .get();
        case DELETE -> admin.deleteTopics(List.of(topic)).all().get();
      }
    }

    private void read(TopicPartition partition) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 0);
      while (consumer.poll(Duration.ofMillis(100)).isEmpty()) {
        Thread.onSpinWait(); // a refusal is thrown, a record ends it
      }
    }

    @Override
    public void close() {
      producer.close(Duration.ZERO);
      consumer.close();
      admin.close(Duration.ZERO);
    }
  }
}
