/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.routes.config.PublicFile;

class LocalSecretsTest {
  @TempDir Path folder;

  @Test
  void makes_keys_that_the_roles_can_use() throws Exception {
    Map<String, String> settings = LocalSecrets.in(folder.resolve("secrets"));

    SigningKey sim = signingKey(settings.get("sim.signing-key"));
    SigningKey operator = signingKey(settings.get("operator.key"));
    X509Certificate anchor = PemFiles.certificates(Path.of(settings.get("trust.sim"))).get(0);
    anchor.verify(anchor.getPublicKey());
    anchor.checkValidity();
    assertEquals(anchor.getPublicKey(), sim.publicHalf().publicKey());
    assertEquals(
        PemFiles.publicKeys(Path.of(settings.get("trust.operator"))).get(0),
        operator.publicHalf().publicKey());
  }

  @Test
  void every_file_is_private_and_marked() throws Exception {
    for (String file : LocalSecrets.in(folder.resolve("secrets")).values()) {
      Path path = Path.of(file);
      assertEquals(
          PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(path), file);
      assertTrue(Files.readString(path).contains(PublicFile.LOCAL_MARK), file);
    }
  }

  @Test
  void a_second_start_keeps_the_keys() throws Exception {
    Map<String, String> first = LocalSecrets.in(folder.resolve("secrets"));
    String key = Files.readString(Path.of(first.get("sim.jti-key")));

    assertEquals(first, LocalSecrets.in(folder.resolve("secrets")));
    assertEquals(key, Files.readString(Path.of(first.get("sim.jti-key"))));
  }

  private static SigningKey signingKey(String file) throws Exception {
    return PemFiles.signingKey(Path.of(file), Algorithm.ES256, CryptoProvider.best());
  }
}
