/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.util.Map;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Sequences with their ids. */
final class ListedSequences implements Sequences {
  private PMap<String, Long> last = HashTreePMap.empty();

  @Override
  public long newest(String id) {
    return last.getOrDefault(id, NEVER);
  }

  @Override
  public void saw(String id, long sequence) {
    last = last.plus(id, sequence);
  }

  @Override
  public Map<String, Long> all() {
    return last;
  }
}
