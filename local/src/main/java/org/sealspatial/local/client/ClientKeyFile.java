/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.client;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.UnfitKey;

/** The sample client's key pair, kept in the data folder and readable by its owner alone. */
public final class ClientKeyFile {
  private final Path file;

  /** Of this data folder. */
  public ClientKeyFile(Path dataDir) {
    this.file = dataDir.resolve("secrets").resolve("demo-client.pem");
  }

  /** Whether the key was kept. */
  public boolean exists() {
    return Files.exists(file);
  }

  /** A new key pair in a file of another name, until {@link #keep} makes it the client's. */
  public SigningKey make(CryptoProvider crypto) throws IOException, UnfitKey {
    Path fresh = fresh();
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, pem());
    return PemFiles.signingKey(fresh, Algorithm.ES256, crypto);
  }

  /** Keeps what {@link #make} made: to be called once the client is registered with it. */
  public void keep() throws IOException {
    Files.move(fresh(), file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The key that was kept. */
  SigningKey read(CryptoProvider crypto) throws IOException, UnfitKey {
    if (!exists()) {
      throw new IllegalStateException("no sample client in " + file.getParent().getParent());
    }
    return PemFiles.signingKey(file, Algorithm.ES256, crypto);
  }

  private Path fresh() {
    return file.resolveSibling(file.getFileName() + ".new");
  }

  private static String pem() throws IOException {
    var text = new StringWriter();
    try (var pem = new JcaPEMWriter(text)) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      pem.writeObject(new JcaPKCS8Generator(pair.getPrivate(), null));
      pem.writeObject(pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IOException("no elliptic curve keys on this Java", e);
    }
    return text.toString();
  }
}
