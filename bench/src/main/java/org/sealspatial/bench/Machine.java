/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.camel.CamelContext;
import org.apache.kafka.common.utils.AppInfoParser;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.StrictJson;

/** What a run was measured on and with. */
public final class Machine {
  private Machine() {}

  /** As fields of a JSON object. */
  public static ObjectNode describe(Plan plan) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return StrictJson.object()
        .put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("processor", processor())
        .put("processors", system.getAvailableProcessors())
        .put("load", system.getSystemLoadAverage())
        .put("system", system.getName() + " " + system.getVersion())
        .put("java", System.getProperty("java.vm.name") + " " + Runtime.version())
        .put("kafka", AppInfoParser.getVersion())
        .put("camel", version(CamelContext.class))
        .put("nimbus", version(SignedJWT.class))
        .put("provider", CryptoProvider.best().name())
        .put("quick", plan.quick())
        .put("pairs", plan.pairs())
        .put("seconds", plan.seconds())
        .put("options", plan.heap());
  }

  private static String version(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "?" : version;
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 2))
          .findFirst()
          .orElse("?");
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
