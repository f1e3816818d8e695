/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.peer;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** An HTTP-to-Kafka bridge: the same record in each request. */
record BridgeEndpoint(URI uri, String contentType, String body) implements Requests {
  @Override
  public List<byte[]> write(int count) {
    return Collections.nCopies(count, Post.of(uri, Map.of(), contentType, body));
  }
}
