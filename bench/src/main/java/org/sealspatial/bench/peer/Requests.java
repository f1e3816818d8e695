/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.peer;

import java.net.URI;
import java.util.List;

/** Writes requests for one endpoint, as they go over the wire. */
interface Requests {
  /** Where they go. */
  URI uri();

  /** So many new ones, to be sent within half a minute: assertions are short-lived. */
  List<byte[]> write(int count);
}
