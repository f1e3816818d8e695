/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.io.PrintWriter;
import org.sealspatial.routes.config.KafkaConfig;
import org.sealspatial.routes.config.SealConfig;
import org.sealspatial.schemas.Topic;

/** What somebody who just started it wants to know. */
final class Welcome {
  private final SealConfig config;
  private final double seconds;

  Welcome(SealConfig config, double seconds) {
    this.config = config;
    this.seconds = seconds;
  }

  void print(PrintWriter out, boolean sample) {
    String prefix = config.cluster().topicPrefix();
    out.printf("SEAL Spatial is ready after %.1f s%n%n", seconds);
    config.gateway().ifPresent(gateway -> out.printf("  gateway     %s%n", gateway.url()));
    out.printf("  management  http://%s/health/ready%n", config.management());
    KafkaConfig kafka = config.cluster().kafka();
    out.printf("  Kafka       %s%n", String.join(",", kafka.bootstrapServers()));
    kafka.propertiesFile().ifPresent(file -> out.printf("              by %s%n", file.path()));
    out.printf("  topics      %s, ...%n", Topic.TOKEN_REQUESTS.in(prefix));
    out.printf("  data        %s%n%n", config.deployment().dataDir());
    if (sample) {
      new Examples(config).print(out);
    }
    out.printf("Ctrl-C stops it; what it holds is kept.%n");
  }
}
