/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealspatial.routes.tls.ClientCertificate;
import org.sealspatial.routes.tls.TlsFiles;
import org.sealspatial.routes.tls.UnfitTls;

/**
 * TLS of the gateway.
 *
 * @param key private key, or PKCS#12 with key and chain
 * @param certificate the key's certificate chain; empty with PKCS#12
 * @param password of the PKCS#12 file
 * @param clientTrust CAs of client certificates
 * @param demand whether a caller must show a certificate
 */
public record TlsConfig(
    SecretFile key,
    Optional<PublicFile> certificate,
    Optional<SecretFile> password,
    Optional<PublicFile> clientTrust,
    ClientCertificate demand) {

  private static final List<Key> OTHERS =
      List.of(
          Key.GATEWAY_TLS_CERTIFICATE, Key.GATEWAY_TLS_PASSWORD_FILE, Key.GATEWAY_TLS_CLIENT_TRUST);

  /** Checks that the files make a server. */
  public TlsConfig {
    String unfit = unfit(files(key, certificate, password, clientTrust));
    new Checks().that(unfit.isEmpty(), Key.GATEWAY_TLS_KEY, () -> unfit).raise();
  }

  private static String unfit(TlsFiles files) {
    try {
      files.context();
      return "";
    } catch (UnfitTls e) {
      return e.getMessage();
    }
  }

  private static TlsFiles files(
      SecretFile key,
      Optional<PublicFile> certificate,
      Optional<SecretFile> password,
      Optional<PublicFile> trust) {
    return new TlsFiles(
        key.path(),
        certificate.map(PublicFile::path),
        password.map(SecretFile::path),
        trust.map(PublicFile::path));
  }

  /** Empty where no key is set: then the gateway speaks plain HTTP. */
  static Optional<TlsConfig> from(Settings settings) {
    if (!settings.has(Key.GATEWAY_TLS_KEY)) {
      OTHERS.forEach(key -> settings.build(() -> alone(settings, key)));
      return Optional.empty();
    }
    SecretFile key = settings.read(Key.GATEWAY_TLS_KEY, SecretFile::parse);
    var certificate = optional(settings.read(Key.GATEWAY_TLS_CERTIFICATE, PublicFile::parse));
    var password = optional(settings.read(Key.GATEWAY_TLS_PASSWORD_FILE, SecretFile::parse));
    var trust = optional(settings.read(Key.GATEWAY_TLS_CLIENT_TRUST, PublicFile::parse));
    var demand = settings.read(Key.GATEWAY_TLS_CLIENT_CERTIFICATE, Parse::clientCertificate);
    boolean all = Stream.of(key, demand).allMatch(part -> part != null);
    return all
        ? optional(settings.build(() -> new TlsConfig(key, certificate, password, trust, demand)))
        : Optional.empty();
  }

  /** A setting that does nothing would be taken for protection. */
  private static Key alone(Settings settings, Key key) {
    new Checks()
        .that(!settings.has(key), key, () -> "does nothing without " + Key.GATEWAY_TLS_KEY)
        .raise();
    return key;
  }

  private static <T> Optional<T> optional(T value) {
    return Optional.ofNullable(value);
  }

  /** The files. */
  public TlsFiles files() {
    return files(key, certificate, password, clientTrust);
  }
}
