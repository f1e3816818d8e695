/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import org.apache.avro.specific.SpecificRecord;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.schemas.Topic;

/** What a record of a table holds, as far as it can be told without any other record. */
sealed interface Opened {

  /** An entry that a trust anchor has signed for this table and id. */
  record Entry(Topic table, TableEntry entry) implements Opened {}

  /** A part of a table that is not signed. */
  record Part(Topic table, String id, SpecificRecord part) implements Opened {}

  /** Nothing that could be taken. */
  record Bad(BadRecord why) implements Opened {}
}
