/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.client;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;

/**
 * Where the running stack is: what {@code seal up} leaves in its data folder for {@code seal
 * client}. Holds no secret.
 *
 * @param gateway public URL of the gateway
 * @param issuer the SIM-S
 * @param kafka bootstrap servers
 * @param kafkaFile file with the properties of Kafka clients; empty: none is needed
 * @param topicPrefix first part of topic names
 */
public record Endpoints(
    String gateway, String issuer, String kafka, String kafkaFile, String topicPrefix) {
  private static final String FILE = "endpoints.properties";

  /**
   * What the stack of this data folder left when it started.
   *
   * @throws IllegalStateException where none did
   */
  static Endpoints in(Path dataDir) throws IOException {
    var properties = new Properties();
    try (Reader file = Files.newBufferedReader(dataDir.resolve(FILE))) {
      properties.load(file);
    } catch (NoSuchFileException e) {
      throw new IllegalStateException(
          "nothing was started in " + dataDir + "; start it with: seal up", e);
    }
    return new Endpoints(
        properties.getProperty("gateway"),
        properties.getProperty("issuer"),
        properties.getProperty("kafka"),
        properties.getProperty("kafka-file", ""),
        properties.getProperty("topic-prefix"));
  }

  /** Leaves this for {@code seal client}; whoever reads at the same time sees all or nothing. */
  public void writeTo(Path dataDir) throws IOException {
    var text = new StringBuilder("# Where seal up listens; written anew at each start.\n");
    Map.of(
            "gateway", gateway,
            "issuer", issuer,
            "kafka", kafka,
            "kafka-file", kafkaFile,
            "topic-prefix", topicPrefix)
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            e ->
                text.append(e.getKey())
                    .append('=')
                    .append(e.getValue().replace("\\", "\\\\"))
                    .append('\n'));
    Path fresh = Files.createTempFile(dataDir, FILE, ".new");
    Files.writeString(fresh, text, StandardCharsets.ISO_8859_1);
    Files.move(fresh, dataDir.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }
}
