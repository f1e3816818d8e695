/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.ChangeRecord;
import org.sealspatial.schemas.v1.TableRecord;

/** Signs entries; each goes to its table, and a copy to the changes, since compaction forgets. */
final class EntrySigner {
  private final Wire wire = new Wire();
  private final SigningKey key;
  private final String prefix;

  EntrySigner(SigningKey key, String prefix) {
    this.key = key;
    this.prefix = prefix;
  }

  List<TableRow> rows(Topic topic, TableEntry entry) {
    byte[] value = wire.encode(new TableRecord(entry.sign(key)));
    var change = new ChangeRecord(topic.in(prefix), entry.id(), ByteBuffer.wrap(value));
    List<TableRow> rows = new ArrayList<>();
    rows.add(new TableRow(topic, entry.id(), value));
    rows.add(new TableRow(Topic.CHANGES, entry.id(), wire.encode(change)));
    return rows;
  }
}
