/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Whose answers could not be written in one transaction. The first that fails is to blame. After it
 * the producer gives up all that it has not sent yet, and says of each the same as of the first: so
 * of the others only those are to blame whom the same fault must hit.
 */
final class Blame {

  private final Map<Inbound, Throwable> records = new IdentityHashMap<>();
  private Outbound first;

  /** Told by the producer's own thread, or while the answers are handed to it. */
  synchronized void failed(Inbound record, Outbound output, Throwable failure) {
    if (!Trouble.ofRecord(failure)) {
      return;
    }
    if (first == null) {
      first = output;
      records.put(record, failure);
    } else if (sharesFault(output, failure)) {
      records.putIfAbsent(record, failure);
    }
  }

  private boolean sharesFault(Outbound output, Throwable failure) {
    if (!output.topic().equals(first.topic())) {
      return false;
    }
    return Trouble.ofTopic(failure) || Trouble.tooLarge(failure) && output.size() >= first.size();
  }

  /** With what was said of each; empty: no record is at fault. */
  synchronized Map<Inbound, Throwable> records() {
    return new IdentityHashMap<>(records);
  }
}
