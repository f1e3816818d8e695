/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Answers of these records can't be written; the transaction is void, to be redone without them.
 */
final class Condemned extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Map<Inbound, Throwable> records;

  Condemned(Map<Inbound, Throwable> records) {
    super(records.size() + " answers can't be written", null, false, false);
    this.records = new IdentityHashMap<>(records);
  }

  Map<Inbound, Throwable> records() {
    return records;
  }
}
