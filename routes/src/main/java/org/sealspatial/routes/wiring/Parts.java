/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.wiring;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.EncryptionKey;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.routes.audit.AuditTrail;
import org.sealspatial.routes.audit.Pseudonyms;
import org.sealspatial.routes.audit.ReplyEnvelope;
import org.sealspatial.routes.config.Key;
import org.sealspatial.routes.config.PublicFile;
import org.sealspatial.routes.config.SealConfig;
import org.sealspatial.routes.ops.Readiness;
import org.sealspatial.routes.table.SignedTable;
import org.sealspatial.routes.table.TableReader;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;

/**
 * What all roles of a process share.
 *
 * @param config what the process was told
 * @param instance its stable name
 * @param crypto what signs and verifies
 * @param camel the one context
 * @param ops health and metrics
 */
record Parts(
    SealConfig config, String instance, CryptoProvider crypto, CamelContext camel, Ops ops) {

  static final Clock CLOCK = Clock.systemUTC();

  /** Health and metrics. */
  record Ops(Readiness readiness, PrometheusMeterRegistry metrics) {}

  String prefix() {
    return config.cluster().topicPrefix();
  }

  String topic(Topic topic) {
    return topic.in(prefix());
  }

  Map<String, Object> kafka() {
    return config.cluster().kafka().clientProperties();
  }

  /** Reads what others wrote, of whatever version the operator accepts. */
  Wire wire() {
    return config.spine().schemas().map(folder -> new Wire(folder.writers())).orElseGet(Wire::new);
  }

  TableReader.Source tableSource(String role) {
    return new TableReader.Source(kafka(), prefix(), role);
  }

  /** The tables of a role whose decisions are audited. */
  TableReader.Source auditedTables(String role) {
    return new TableReader.Source(kafka(), prefix(), role, true);
  }

  /** Has health name each table without a topic: it keeps the role from reading all of them. */
  void watchTopics(String role, TableReader reader) {
    for (Topic topic : reader.topics()) {
      String name = role + "-topic-" + SignedTable.nameOf(topic);
      ops.readiness().add(name, () -> reader.isThere(topic));
    }
  }

  Trust trust() throws UnfitKey {
    return Trust.read(config.trust(), crypto);
  }

  AuditTrail auditTrail(String role) throws UnfitKey {
    byte[] secret =
        SettingFile.read(
            Key.AUDIT_PSEUDONYM_KEY, config.audit().pseudonymKey().path(), PemFiles::secret);
    return new AuditTrail(
        wire(), prefix(), role + "/" + instance, new Pseudonyms(secret), deadLetterKey());
  }

  private Optional<EncryptionKey> deadLetterKey() throws UnfitKey {
    Optional<PublicFile> file = config.audit().deadLettersKey();
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(
            SettingFile.read(Key.DEAD_LETTERS_KEY, file.get().path(), this::encryptionKey));
  }

  private EncryptionKey encryptionKey(Path file) throws IOException, UnfitKey {
    var jwk =
        StrictJson.object(Files.readString(file))
            .orElseThrow(() -> new UnfitKey("it is no JSON object"));
    return EncryptionKey.of(jwk, crypto);
  }

  ReplyEnvelope replyEnvelope(String source) {
    return new ReplyEnvelope(
        prefix(), "/" + source + "/" + instance, config.cluster().partitions().replies());
  }

  /** The endpoint of a role's request topics; its beans are bound under the role's name. */
  String spine(String role, Topic direct, Topic http) {
    return "kafkatx:%s,%s?groupId=%s-%s&workers=%d&slice=%d&quarantine=#%s&partitionStates=#%s"
        .formatted(
            topic(direct),
            topic(http),
            prefix(),
            role,
            config.spine().workers(),
            config.spine().slice().toMillis(),
            role + "-quarantine",
            role + "-memory");
  }
}
