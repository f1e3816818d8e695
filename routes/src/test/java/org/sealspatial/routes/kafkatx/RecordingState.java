/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;

/** A worker's memory that keeps what was committed and in which order it was told of things. */
final class RecordingState implements PartitionState {

  final Queue<String> events = new ConcurrentLinkedQueue<>();
  final Set<String> remembered = new ConcurrentSkipListSet<>();
  final Set<Integer> owned = new ConcurrentSkipListSet<>();
  private final Set<String> staged = new HashSet<>();

  /** Stages an id; false if the memory already holds it, as for a record handled twice. */
  boolean stage(Inbound record) {
    if (!owned.contains(record.partition())) {
      throw new AssertionError(record + " before its partition was assigned");
    }
    return !remembered.contains(record.key()) && staged.add(record.key());
  }

  @Override
  public void assigned(String topic, int partition) {
    events.add("assigned " + partition);
    owned.add(partition);
  }

  @Override
  public void revoked(String topic, int partition) {
    events.add("revoked " + partition);
    owned.remove(partition);
  }

  @Override
  public void committed() {
    remembered.addAll(List.copyOf(staged));
    staged.clear();
    events.add("committed");
  }

  @Override
  public void aborted() {
    staged.clear();
    events.add("aborted");
  }

  @Override
  public void quarantined(Inbound record) {
    staged.remove(record.key());
  }
}
