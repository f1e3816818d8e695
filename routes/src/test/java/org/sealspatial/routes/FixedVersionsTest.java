/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Properties;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is on the class path is at or past the version that fixes the advisories known for it, see
 * docs/adr/0002-versions.md. A dependency that brings an older one fails here.
 */
class FixedVersionsTest {

  @ParameterizedTest
  @CsvSource({
    // smuggling: CVE-2026-2332, CVE-2026-19203; CVE-2026-1605, CVE-2025-5115
    "org.eclipse.jetty, jetty-server, 12.1.14",
    "org.eclipse.jetty, jetty-http, 12.1.14",
    "org.eclipse.jetty, jetty-io, 12.1.14",
    // CVE-2024-47561, CVE-2025-33042
    "org.apache.avro, avro, 1.12.2",
    // CVE-2025-53864, CVE-2023-52428
    "com.nimbusds, nimbus-jose-jwt, 10.0.2",
    // what is open in 4.18.0 is met as ADR 2 says
    "org.apache.camel, camel-jetty, 4.18.0",
    "org.apache.camel, camel-kafka, 4.18.0",
    "com.fasterxml.jackson.core, jackson-databind, 2.22.0",
    "ch.qos.logback, logback-core, 1.5.25",
  })
  void no_library_is_older_than_its_fixes(String group, String artifact, String fixed)
      throws IOException {
    assertFixed(artifact, version(group, artifact), fixed);
  }

  /** CVE-2026-35554 and CVE-2026-33558; its jar has no Maven properties. */
  @Test
  void the_kafka_client_is_not_older_than_its_fixes() {
    assertFixed("kafka-clients", AppInfoParser.getVersion(), "4.1.2");
  }

  private static void assertFixed(String artifact, String found, String fixed) {
    assertTrue(
        Version.parse(found).compareTo(Version.parse(fixed)) >= 0,
        artifact + " is " + found + ", fixed is " + fixed);
  }

  private static String version(String group, String artifact) throws IOException {
    String path = "META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    try (InputStream file = FixedVersionsTest.class.getClassLoader().getResourceAsStream(path)) {
      assertTrue(
          file != null, path + " is missing: is the library there, and does it say what it is?");
      Properties properties = new Properties();
      properties.load(file);
      return properties.getProperty("version");
    }
  }
}
