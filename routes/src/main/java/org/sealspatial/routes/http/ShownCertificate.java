/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Optional;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.sealspatial.jose.Base64Url;

/**
 * The client certificate of a connection as RFC 8705 section 3.1 names it: SHA-256 of its DER form,
 * base64url. The handshake has verified it; from a header of the request none is ever taken.
 */
final class ShownCertificate {
  private ShownCertificate() {}

  static Optional<String> of(Request request) {
    EndPoint.SslSessionData tls =
        request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
    X509Certificate[] shown = tls == null ? null : tls.peerCertificates();
    if (shown == null || shown.length == 0 || shown[0].getNotAfter().before(new Date())) {
      return Optional.empty(); // a connection may live longer than its certificate
    }
    return Optional.of(thumbprint(shown[0]));
  }

  private static String thumbprint(X509Certificate certificate) {
    try {
      return Base64Url.encode(Base64Url.sha256(certificate.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that came over the wire has no DER form", e);
    }
  }
}
