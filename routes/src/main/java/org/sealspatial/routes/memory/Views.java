/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.memory;

import java.util.Map;

/** The view of the tables that the owner of a partition decides on. */
@FunctionalInterface
public interface Views {
  /**
   * Returns when the view is not older than any that a former owner of the partition has decided
   * on: what was refused once must not be accepted by the next owner.
   *
   * @param state table topic to the next offset to be read
   */
  void catchUp(Map<String, Long> state);
}
