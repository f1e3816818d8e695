/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose.replay;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much the memories of one process may remember together: its heap is one, however many
 * partitions it owns. Safe for many threads.
 */
public final class Room {
  /**
   * What a decision takes in the heap, its share of what is kept once and of room to grow included.
   */
  public static final int BYTES_EACH = 160;

  private final long most;
  private final AtomicLong taken = new AtomicLong();

  /** Room for so many decisions. */
  public Room(long most) {
    this.most = most;
  }

  /** Room for as many as a third of this process's heap takes. */
  public static Room ofHeap() {
    return new Room(Runtime.getRuntime().maxMemory() / 3 / BYTES_EACH);
  }

  boolean full() {
    return taken.get() >= most;
  }

  void taken(long more) {
    taken.addAndGet(more);
  }
}
