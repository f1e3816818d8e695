/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.GeneralName;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.routes.config.GatewayConfig;
import org.sealspatial.routes.config.Key;
import org.sealspatial.routes.config.SealConfig;

/**
 * TLS of one machine: a CA that is made at the first start and kept, and a certificate of it for
 * the gateway, new at each start.
 */
public final class LocalTls {
  private static final String CA_KEY = "ca-key.pem";
  private static final String CA = "ca.pem";
  private static final String GATEWAY_KEY = "gateway-key.pem";
  private static final String GATEWAY = "gateway.pem";
  private static final Duration CA_VALIDITY = Duration.ofDays(3650);
  private static final Duration VALIDITY = Duration.ofDays(397);

  private LocalTls() {}

  /**
   * The settings that name the files in the folder, which are made if need be.
   *
   * @param host where the gateway listens; its certificate is for this and for this machine
   */
  static Map<String, String> in(Path folder, String host) {
    try {
      Files.createDirectories(folder);
      if (Files.notExists(folder.resolve(CA))) {
        makeCa(folder);
      }
      issue(folder, host);
    } catch (IOException | GeneralSecurityException | UnfitKey e) {
      throw new IllegalStateException("can't make certificates in " + folder, e);
    }
    return Map.of(
        Key.GATEWAY_TLS_KEY.dotted(), folder.resolve(GATEWAY_KEY).toString(),
        Key.GATEWAY_TLS_CERTIFICATE.dotted(), folder.resolve(GATEWAY).toString());
  }

  /** The certificate last: where it is, the key is too. */
  private static void makeCa(Path folder) throws IOException, GeneralSecurityException {
    KeyPair pair = LocalCertificates.keyPair();
    LocalCertificates.write(folder.resolve(CA_KEY), LocalCertificates.privateKey(pair));
    LocalCertificates.write(
        folder.resolve(CA),
        LocalCertificates.authority("SEAL Spatial local CA", pair, CA_VALIDITY));
  }

  private static void issue(Path folder, String host)
      throws IOException, GeneralSecurityException, UnfitKey {
    PrivateKey caKey = PemFiles.privateKey(folder.resolve(CA_KEY));
    X509Certificate ca = PemFiles.certificates(folder.resolve(CA)).get(0);
    KeyPair pair = LocalCertificates.keyPair();
    LocalCertificates.write(
        folder.resolve(GATEWAY),
        LocalCertificates.server(pair.getPublic(), names(host), VALIDITY, caKey, ca));
    LocalCertificates.write(folder.resolve(GATEWAY_KEY), LocalCertificates.privateKey(pair));
  }

  private static List<GeneralName> names(String host) {
    var names = new TreeSet<>(List.of("localhost", "127.0.0.1", "::1", host));
    return names.stream()
        .map(name -> new GeneralName(isAddress(name) ? 7 : 2, name)) // iPAddress, dNSName
        .toList();
  }

  private static boolean isAddress(String name) {
    return name.contains(":") || name.matches("[0-9.]+");
  }

  /** Where the CA's certificate is, for clients, in this data folder. */
  public static Path ca(Path dataDir) {
    return folder(dataDir).resolve(CA);
  }

  /** Whether the gateway's certificate is of the local CA, and not the operator's own. */
  static boolean serves(SealConfig config) {
    Path folder = folder(config.deployment().dataDir());
    return config
        .gateway()
        .flatMap(GatewayConfig::tls)
        .filter(tls -> tls.key().path().startsWith(folder))
        .isPresent();
  }

  static Path folder(Path dataDir) {
    return dataDir.resolve("tls");
  }

  /** Trusts the CA in this data folder and nobody else. */
  public static SSLContext client(Path dataDir) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", PemFiles.certificates(ca(dataDir)).get(0));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + ca(dataDir), e);
    } catch (GeneralSecurityException | UnfitKey e) {
      throw new IllegalStateException("can't trust " + ca(dataDir), e);
    }
  }
}
