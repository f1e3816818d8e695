/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Compares URIs as RFC 9449 section 4.3 asks: without query and fragment, after normalization. */
final class HttpUri {
  private HttpUri() {}

  static boolean same(String expected, String given) {
    try {
      String normal = normal(given);
      return normal != null && normal.equals(normal(expected));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String normal(String text) throws URISyntaxException {
    URI uri = new URI(text);
    if (uri.getScheme() == null || uri.getHost() == null || uri.getUserInfo() != null) {
      return null;
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    boolean defaultPort =
        uri.getPort() < 0
            || scheme.equals("https") && uri.getPort() == 443
            || scheme.equals("http") && uri.getPort() == 80;
    String path = uri.normalize().getRawPath();
    return scheme
        + "://"
        + uri.getHost().toLowerCase(Locale.ROOT)
        + (defaultPort ? "" : ":" + uri.getPort())
        + (path.isEmpty() ? "/" : path);
  }
}
