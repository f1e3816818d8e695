/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.routes.testing.TestCa;

/** What makes a TLS server, and what is refused with one line that holds no secret. */
class TlsFilesTest {
  private static final TestCa CA = new TestCa("test");

  @TempDir Path folder;

  private TlsFiles pem(TestCa.Identity key, TestCa.Identity certificate) throws IOException {
    return new TlsFiles(
        TestCa.secretFile(folder.resolve("key.pem"), key.keyPem()),
        Optional.of(
            Files.writeString(folder.resolve("certificate.pem"), certificate.certificatePem())),
        Optional.empty(),
        Optional.empty());
  }

  private TlsFiles pkcs12(String password, String given) throws Exception {
    Path file = folder.resolve("key.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      CA.issue("gateway").store(password.toCharArray()).store(out, password.toCharArray());
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Path secret = TestCa.secretFile(folder.resolve("password"), given + "\n");
    return new TlsFiles(file, Optional.empty(), Optional.of(secret), Optional.empty());
  }

  private static String refusal(TlsFiles files) {
    return assertThrows(UnfitTls.class, files::context).getMessage();
  }

  @Test
  void pem_and_pkcs12_make_a_server() throws Exception {
    TestCa.Identity gateway = CA.issue("gateway");

    assertEquals("TLS", pem(gateway, gateway).context().getProtocol());
    assertEquals("TLS", pkcs12("correct horse", "correct horse").context().getProtocol());
  }

  @Test
  void a_certificate_of_another_key_is_refused() throws Exception {
    assertTrue(refusal(pem(CA.issue("gateway"), CA.issue("gateway"))).endsWith("of another key"));
  }

  @Test
  void a_certificate_that_has_expired_is_refused() throws Exception {
    TestCa.Identity old = CA.issue("gateway", Duration.ofDays(-1));

    assertTrue(refusal(pem(old, old)).contains("certificate.pem can't be used: NotAfter"));
  }

  @Test
  void a_key_that_others_may_read_is_refused() throws Exception {
    TestCa.Identity gateway = CA.issue("gateway");
    TlsFiles files = pem(gateway, gateway);
    Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-r-----"));

    assertTrue(refusal(files).endsWith("(mode 0600)"));
  }

  @Test
  void a_wrong_password_is_refused_and_not_shown() throws Exception {
    String refusal = refusal(pkcs12("correct horse", "battery staple"));

    assertTrue(refusal.endsWith("is no PKCS#12 file that the password opens"), refusal);
    assertFalse(refusal.contains("battery"), refusal);
  }

  @Test
  void files_that_hold_something_else_are_refused() throws Exception {
    TestCa.Identity gateway = CA.issue("gateway");
    TlsFiles files = pem(gateway, gateway);
    TlsFiles trusting =
        new TlsFiles(
            files.key(),
            files.certificate(),
            Optional.empty(),
            Optional.of(Files.writeString(folder.resolve("trust.pem"), "nobody\n")));

    assertTrue(refusal(trusting).endsWith("trust.pem holds no certificate"));
    TestCa.secretFile(
        files.key(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertTrue(refusal(files).contains("key.pem"), refusal(files));
  }
}
