/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.util.Arrays;

/**
 * What was revoked, by hash of its id, in 20 bytes each: the last sequence and the second up to
 * which tokens are hit. Immutable copies are cheap: after a copy was taken only the shards that
 * change are copied, each once. One thread writes and freezes.
 */
final class Targets {
  /** Of a target that is seen but not in force: hits nothing. */
  static final long NOTHING = 0;

  private static final int BITS = 12;
  private static final int SLACK = 16;
  private static final long LAST_SECOND = 0xFFFF_FFFFL; // unsigned, to the year 2106

  private final Shard[] shards = new Shard[1 << BITS];
  private final boolean[] frozen = new boolean[1 << BITS];
  private int looked;

  Targets() {
    Arrays.fill(shards, new Shard(0)); // full, so it is copied before it is written to
  }

  /** An immutable copy. */
  static final class Frozen {
    private final Shard[] shards;

    private Frozen(Shard[] shards) {
      this.shards = shards;
    }

    /** The second up to which tokens of this target are hit; {@link #NOTHING}: none. */
    long until(long hash) {
      Shard shard = shards[shardOf(hash)];
      int at = shard.find(hash);
      return at < 0 ? NOTHING : Integer.toUnsignedLong(shard.until[at]);
    }

    int size() {
      return Arrays.stream(shards).mapToInt(shard -> shard.size).sum();
    }

    /** Hits all that this hits in others, too. */
    void addTo(Targets others) {
      for (Shard shard : shards) {
        for (int at = 0; at < shard.size; at++) {
          others.revoke(shard.hashes[at], Integer.toUnsignedLong(shard.until[at]));
        }
      }
    }
  }

  /** Sorted by hash. */
  private static final class Shard {
    private final long[] hashes;
    private final long[] sequences;
    private final int[] until;
    private int size;

    Shard(int capacity) {
      this.hashes = new long[capacity];
      this.sequences = new long[capacity];
      this.until = new int[capacity];
    }

    /** As {@link Arrays#binarySearch(long[], long)}. */
    int find(long hash) {
      int at = guess(hash);
      while (at > 0 && hashes[at - 1] >= hash) {
        at--;
      }
      while (at < size && hashes[at] < hash) {
        at++;
      }
      return at < size && hashes[at] == hash ? at : -at - 1;
    }

    /**
     * Hashes are even: what is looked for is a few places from here, in the same line of memory.
     */
    private int guess(long hash) {
      long fraction = hash << BITS >>> Integer.SIZE; // of the shard's range, in 32 bits
      return (int) (fraction * size >>> Integer.SIZE);
    }

    boolean isFull() {
      return size == hashes.length;
    }

    Shard copy(int capacity) {
      var copy = new Shard(capacity);
      copy.size = size;
      System.arraycopy(hashes, 0, copy.hashes, 0, size);
      System.arraycopy(sequences, 0, copy.sequences, 0, size);
      System.arraycopy(until, 0, copy.until, 0, size);
      return copy;
    }

    boolean isOver(int at, long second) {
      return until[at] != NOTHING && Integer.toUnsignedLong(until[at]) < second;
    }

    int countOver(long second) {
      int count = 0;
      for (int at = 0; at < size; at++) {
        count += isOver(at, second) ? 1 : 0;
      }
      return count;
    }

    Shard without(int count, long second) {
      var kept = new Shard(size - count);
      for (int at = 0; at < size; at++) {
        if (!isOver(at, second)) {
          kept.hashes[kept.size] = hashes[at];
          kept.sequences[kept.size] = sequences[at];
          kept.until[kept.size] = until[at];
          kept.size++;
        }
      }
      return kept;
    }

    void insert(int at, long hash) {
      System.arraycopy(hashes, at, hashes, at + 1, size - at);
      System.arraycopy(sequences, at, sequences, at + 1, size - at);
      System.arraycopy(until, at, until, at + 1, size - at);
      hashes[at] = hash;
      sequences[at] = Sequences.NEVER;
      until[at] = (int) NOTHING;
      size++;
    }
  }

  private static int shardOf(long hash) {
    return (int) (hash >>> Long.SIZE - BITS);
  }

  /** The last sequence of a target, or {@link Sequences#NEVER}. */
  long sequence(long hash) {
    Shard shard = shards[shardOf(hash)];
    int at = shard.find(hash);
    return at < 0 ? Sequences.NEVER : shard.sequences[at];
  }

  void saw(long hash, long sequence) {
    Shard shard = writable(hash);
    shard.sequences[shard.find(hash)] = sequence;
  }

  /** Hits tokens up to this second, unless it hits as many already; tells whether it is more. */
  boolean revoke(long hash, long until) {
    long second = Math.max(NOTHING, Math.min(until, LAST_SECOND));
    Shard known = shards[shardOf(hash)];
    int at = known.find(hash);
    if (second <= (at < 0 ? NOTHING : Integer.toUnsignedLong(known.until[at]))) {
      return false;
    }
    Shard shard = writable(hash);
    shard.until[shard.find(hash)] = (int) second;
    return true;
  }

  /**
   * Forgets what hits no token that was issued in this second or later, in one shard of all, each
   * time in the next; tells whether there was any.
   */
  boolean forget(long second) {
    int index = looked++ & shards.length - 1;
    int over = shards[index].countOver(second);
    if (over > 0) {
      shards[index] = shards[index].without(over, second);
      frozen[index] = false;
    }
    return over > 0;
  }

  /** The shard of this target, which has it, and which no copy shares. */
  private Shard writable(long hash) {
    int index = shardOf(hash);
    Shard shard = shards[index];
    int at = shard.find(hash);
    boolean grows = at < 0 && shard.isFull();
    if (frozen[index] || grows) {
      shard = shard.copy(grows ? shard.size + 1 + shard.size / SLACK : shard.hashes.length);
      shards[index] = shard;
      frozen[index] = false;
    }
    if (at < 0) {
      shard.insert(-at - 1, hash);
    }
    return shard;
  }

  Frozen freeze() {
    Arrays.fill(frozen, true);
    return new Frozen(shards.clone());
  }
}
