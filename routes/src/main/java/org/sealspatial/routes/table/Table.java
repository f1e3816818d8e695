/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import org.sealspatial.schemas.Topic;

/** A compacted topic and what it is folded into: the choice of a role. */
public sealed interface Table permits SignedTable, PartTable {
  /** The topic; of kind table. */
  Topic topic();
}
