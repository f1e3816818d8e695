/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.routes.config.PublicFile;

/** The CA of one machine is made once; every file says that it is not for production. */
class LocalTlsTest {
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  @TempDir Path folder;

  @Test
  void the_ca_is_kept_and_the_gateways_certificate_is_new_at_each_start() throws Exception {
    LocalTls.in(folder, "127.0.0.1");
    String ca = Files.readString(folder.resolve("ca.pem"));
    String first = Files.readString(folder.resolve("gateway.pem"));

    LocalTls.in(folder, "gateway.example");

    X509Certificate issuer = PemFiles.certificates(folder.resolve("ca.pem")).get(0);
    X509Certificate own = PemFiles.certificates(folder.resolve("gateway.pem")).get(0);
    own.verify(issuer.getPublicKey());
    assertEquals(ca, Files.readString(folder.resolve("ca.pem")));
    assertNotEquals(first, Files.readString(folder.resolve("gateway.pem")));
    assertTrue(
        own.getSubjectAlternativeNames().containsAll(List.of(List.of(2, "gateway.example"))));
    assertTrue(own.getSubjectAlternativeNames().contains(List.of(7, "127.0.0.1")));
    assertEquals(-1, own.getBasicConstraints());
  }

  @Test
  void the_brokers_clients_can_be_nothing_but_clients() throws Exception {
    LocalTls.kafka(folder);

    X509Certificate broker = PemFiles.certificates(folder.resolve("broker.pem")).get(0);
    X509Certificate client = PemFiles.certificates(folder.resolve("kafka-client.pem")).get(0);
    assertEquals(List.of(SERVER_AUTH, CLIENT_AUTH), broker.getExtendedKeyUsage());
    assertEquals(List.of(CLIENT_AUTH), client.getExtendedKeyUsage());
    assertNull(client.getSubjectAlternativeNames());
    assertNotEquals(broker.getPublicKey(), client.getPublicKey());
  }

  @Test
  void every_file_is_its_owners_alone_and_marked() throws Exception {
    LocalTls.in(folder, "127.0.0.1");
    LocalTls.kafka(folder);

    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertEquals(9, all.size());
      for (Path file : all) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(
            Files.readString(file, ISO_8859_1).contains(PublicFile.LOCAL_MARK), file.toString());
      }
    }
  }
}
