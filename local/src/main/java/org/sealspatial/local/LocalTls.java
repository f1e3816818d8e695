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
import java.util.TreeMap;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.routes.config.GatewayConfig;
import org.sealspatial.routes.config.Key;
import org.sealspatial.routes.config.SealConfig;

/**
 * TLS of one machine: a CA that is made at the first start and kept, and certificates of it for the
 * gateway, the broker and the broker's clients, new at each start.
 */
public final class LocalTls {
  private static final String CA_KEY = "ca-key.pem";
  private static final String CA = "ca.pem";
  private static final String GATEWAY_KEY = "gateway-key.pem";
  private static final String GATEWAY = "gateway.pem";
  private static final String BROKER = "broker.pem";
  private static final String KAFKA_CLIENT = "kafka-client.pem";
  private static final String KAFKA_PROPERTIES = "kafka.properties";
  // a key store must have one; what protects it is that it is its owner's alone
  private static final String PASSWORD = "its-owners-alone";
  private static final List<String> MACHINE = List.of("localhost", "127.0.0.1", "::1");
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
      Authority ca = authority(folder);
      KeyPair pair = LocalCertificates.keyPair();
      LocalCertificates.write(
          folder.resolve(GATEWAY),
          ca.issues("SEAL Spatial gateway", pair, names(host), KeyPurposeId.id_kp_serverAuth));
      LocalCertificates.write(folder.resolve(GATEWAY_KEY), LocalCertificates.privateKey(pair));
    } catch (IOException | GeneralSecurityException | UnfitKey e) {
      throw new IllegalStateException("can't make certificates in " + folder, e);
    }
    return Map.of(
        Key.GATEWAY_TLS_KEY.dotted(), folder.resolve(GATEWAY_KEY).toString(),
        Key.GATEWAY_TLS_CERTIFICATE.dotted(), folder.resolve(GATEWAY).toString());
  }

  /**
   * The setting that names the file by which clients reach the broker, made with its certificates.
   * Whoever may read the files of the folder may connect, and nobody else.
   */
  static Map<String, String> kafka(Path folder) {
    try {
      Authority ca = authority(folder);
      KeyPurposeId client = KeyPurposeId.id_kp_clientAuth;
      // the broker calls its controller
      identity(
          folder.resolve(BROKER), ca, names("localhost"), KeyPurposeId.id_kp_serverAuth, client);
      identity(folder.resolve(KAFKA_CLIENT), ca, List.of(), client);
      var properties = new StringBuilder("security.protocol=SSL\n");
      ssl(folder, KAFKA_CLIENT)
          .forEach((name, value) -> properties.append(name + "=" + escaped(value) + "\n"));
      LocalCertificates.write(folder.resolve(KAFKA_PROPERTIES), properties.toString());
    } catch (IOException | GeneralSecurityException | UnfitKey e) {
      throw new IllegalStateException("can't make certificates in " + folder, e);
    }
    return Map.of(Key.KAFKA_PROPERTIES_FILE.dotted(), folder.resolve(KAFKA_PROPERTIES).toString());
  }

  /** Kafka's settings of the broker whose certificate {@link #kafka} made. */
  static Map<String, String> brokerSettings(Path folder) {
    Map<String, String> settings = ssl(folder, BROKER);
    settings.put("ssl.client.auth", "required");
    return settings;
  }

  /** By a JKS: from PEM each of a hundred clients would derive a key by 10,000 rounds of a hash. */
  private static Map<String, String> ssl(Path folder, String identity) {
    var settings = new TreeMap<String, String>();
    settings.put("ssl.keystore.type", "JKS");
    settings.put("ssl.keystore.location", store(folder.resolve(identity)).toString());
    settings.put("ssl.keystore.password", PASSWORD);
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", folder.resolve(CA).toString());
    return settings;
  }

  private static Path store(Path pem) {
    return pem.resolveSibling(pem.getFileName().toString().replace(".pem", ".jks"));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\"); // of a properties file
  }

  private static void identity(
      Path file, Authority ca, List<GeneralName> addresses, KeyPurposeId... uses)
      throws IOException, GeneralSecurityException, UnfitKey {
    KeyPair pair = LocalCertificates.keyPair();
    String name = file.getFileName().toString().replace(".pem", "");
    LocalCertificates.write(
        file,
        LocalCertificates.privateKey(pair)
            + ca.issues("SEAL Spatial " + name, pair, addresses, uses));
    LocalCertificates.writeStore(
        store(file), pair.getPrivate(), PemFiles.certificates(file).get(0), PASSWORD);
  }

  /** The CA of this folder. */
  private record Authority(PrivateKey key, X509Certificate certificate) {
    String issues(String name, KeyPair pair, List<GeneralName> addresses, KeyPurposeId... uses)
        throws IOException, GeneralSecurityException {
      var subject = new LocalCertificates.Subject(name, addresses, uses);
      return LocalCertificates.issued(subject, pair.getPublic(), VALIDITY, key, certificate);
    }
  }

  /** Made at the first time, its certificate last: where that is, the key is too. */
  private static Authority authority(Path folder)
      throws IOException, GeneralSecurityException, UnfitKey {
    Files.createDirectories(folder);
    if (Files.notExists(folder.resolve(CA))) {
      KeyPair pair = LocalCertificates.keyPair();
      LocalCertificates.write(folder.resolve(CA_KEY), LocalCertificates.privateKey(pair));
      LocalCertificates.write(
          folder.resolve(CA),
          LocalCertificates.authority("SEAL Spatial local CA", pair, CA_VALIDITY));
    }
    return new Authority(
        PemFiles.privateKey(folder.resolve(CA_KEY)),
        PemFiles.certificates(folder.resolve(CA)).get(0));
  }

  private static List<GeneralName> names(String host) {
    var names = new TreeSet<>(MACHINE);
    names.add(host);
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
