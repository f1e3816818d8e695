/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.local.LocalPresets;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.KafkaValUe;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.cli.ConfigSource;
import org.sealspatial.routes.config.KafkaConfig;
import org.sealspatial.routes.config.Key;
import org.sealspatial.routes.config.SecretFile;
import org.sealspatial.routes.config.Settings;

/** The sample client and the running stack, as the commands find them in the data folder. */
final class SampleClient {
  private static final String VAL_UE = "ue-1";

  private final Path dataDir;

  /** In the data folder that is set. */
  SampleClient(ConfigSource source) {
    Settings settings =
        source.settings(
            Map.of(
                Key.DATA_DIR.dotted(),
                LocalPresets.defaultDataDir().toString(),
                Key.LOG_LEVEL.dotted(),
                "warn"));
    this.dataDir = Path.of(settings.inForce(Key.DATA_DIR).orElseThrow().text()).toAbsolutePath();
  }

  /** Who asks. */
  ValUe valUe() throws IOException, UnfitKey {
    String issuer = Endpoints.in(dataDir).issuer();
    var key = new ClientKeyFile(dataDir).read(CryptoProvider.best());
    return new ValUe(DemoWorld.CLIENT, VAL_UE, DemoWorld.VAL_SERVICE, issuer, key);
  }

  /** Over Kafka. */
  KafkaValUe kafka() throws IOException {
    Endpoints at = Endpoints.in(dataDir);
    Optional<SecretFile> file =
        at.kafkaFile().isEmpty()
            ? Optional.empty()
            : Optional.of(new SecretFile(Path.of(at.kafkaFile())));
    var kafka = new KafkaConfig(List.of(at.kafka().split(",")), Map.of(), file);
    return new KafkaValUe(kafka.clientProperties(), at.topicPrefix(), DemoWorld.REQUESTOR);
  }
}
