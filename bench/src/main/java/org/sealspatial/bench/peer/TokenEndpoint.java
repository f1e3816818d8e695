/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.peer;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * An OAuth token endpoint, asked for client credentials.
 *
 * @param more form parameters beside the grant type and the client's authentication
 */
record TokenEndpoint(URI uri, ClientAuthentication client, Map<String, String> more)
    implements Requests {
  @Override
  public List<byte[]> write(int count) {
    return IntStream.range(0, count).parallel().mapToObj(n -> one()).toList();
  }

  private byte[] one() {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "client_credentials");
    form.putAll(more);
    var headers = new LinkedHashMap<String, String>();
    client.addTo(headers, form);
    return Post.of(uri, headers, Post.FORM, Post.form(form));
  }
}
