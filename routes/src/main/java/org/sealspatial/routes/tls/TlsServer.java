/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.tls;

import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * TLS of a Jetty server: 1.2 and 1.3, forward secrecy and AEAD only, no renegotiation (RFC 9325
 * sections 3.1, 3.5 and 4.2). Key and trust can be exchanged while it serves.
 */
public final class TlsServer extends SslContextFactory.Server {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final String[] SUITES = {
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
  };

  /** A server with these files, as they are now. */
  public TlsServer(TlsFiles files, ClientCertificate demand) throws UnfitTls {
    setSslContext(files.context());
    setIncludeProtocols(PROTOCOLS);
    setExcludeProtocols();
    setIncludeCipherSuites(SUITES);
    setExcludeCipherSuites();
    setRenegotiationAllowed(false);
    demand(this, files, demand);
  }

  private static void demand(Server server, TlsFiles files, ClientCertificate demand) {
    boolean asks = files.clientTrust().isPresent();
    server.setWantClientAuth(asks && demand == ClientCertificate.OPTIONAL);
    server.setNeedClientAuth(asks && demand == ClientCertificate.REQUIRED);
  }

  /** Whether callers may show a certificate, which is then verified. */
  public boolean takesCertificates() {
    return getWantClientAuth() || getNeedClientAuth();
  }

  /**
   * Serves new connections with what the files say now; those that are open go on. Where the files
   * are not fit, nothing changes.
   */
  public void renew(TlsFiles files, ClientCertificate demand) throws UnfitTls {
    SSLContext next = files.context();
    try {
      reload(
          factory -> {
            factory.setSslContext(next);
            demand(this, files, demand);
          });
    } catch (Exception e) { // Jetty declares no less; a text that is not ours may quote a secret
      String what = e.getClass().getSimpleName();
      throw new UnfitTls("the TLS server does not take the new files (" + what + ")");
    }
  }
}
