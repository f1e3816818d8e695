/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A map of text that only grows, and of which immutable copies are cheap: after a copy was taken
 * only the shards that change are copied, each once. The persistent tree of the other tables takes
 * a step for every doubling, which is too slow for a look-up that every request makes; here what is
 * not there, the usual case, costs one look into a filter. One thread puts and freezes.
 */
final class Shards<V> {
  private static final int BITS = 12;
  private static final int SPREAD = 0x9E3779B9; // the shards' own buckets go by the low bits

  private final Map<String, V>[] shards = newArray();
  private final boolean[] frozen = new boolean[1 << BITS];
  private Filter filter = new Filter(64);
  private int size;

  /** An immutable copy. */
  static final class Frozen<V> {
    private final Map<String, V>[] shards;
    private final Filter filter;

    private Frozen(Map<String, V>[] shards, Filter filter) {
      this.shards = shards;
      this.filter = filter;
    }

    /** Null: not there. */
    V get(String key) {
      int hash = key.hashCode();
      return filter.mayHave(hash) ? find(shards, key, hash) : null;
    }
  }

  /**
   * A Bloom filter whose bits of a key lie in one word. The copies share it with what goes on
   * growing: a bit too many costs a look-up and changes no answer.
   */
  private static final class Filter {
    private static final int KEYS_PER_WORD = 4;

    private final long[] words;

    Filter(int words) {
      this.words = new long[words];
    }

    int capacity() {
      return words.length * KEYS_PER_WORD;
    }

    void add(int hash) {
      long mixed = mix(hash);
      words[word(mixed)] |= bits(mixed);
    }

    boolean mayHave(int hash) {
      long mixed = mix(hash);
      long bits = bits(mixed);
      return (words[word(mixed)] & bits) == bits;
    }

    private static long mix(int hash) {
      return hash * 0x9E3779B97F4A7C15L;
    }

    private int word(long mixed) {
      return (int) (mixed >>> 36) & words.length - 1;
    }

    private static long bits(long mixed) {
      return 1L << (mixed >>> 12)
          | 1L << (mixed >>> 18)
          | 1L << (mixed >>> 24)
          | 1L << (mixed >>> 30);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic types
  private static <V> Map<String, V>[] newArray() {
    return new Map[1 << BITS];
  }

  private static int shardOf(int hash) {
    return hash * SPREAD >>> Integer.SIZE - BITS;
  }

  private static <V> V find(Map<String, V>[] shards, String key, int hash) {
    Map<String, V> shard = shards[shardOf(hash)];
    return shard == null ? null : shard.get(key);
  }

  /** Null: not there. */
  V get(String key) {
    return find(shards, key, key.hashCode());
  }

  void put(String key, V value) {
    int index = shardOf(key.hashCode());
    if (shards[index] == null) {
      shards[index] = new HashMap<>();
    } else if (frozen[index]) {
      shards[index] = new HashMap<>(shards[index]);
    }
    frozen[index] = false;
    if (shards[index].put(key, value) == null) {
      note(key);
    }
  }

  private void note(String key) {
    if (++size > filter.capacity()) {
      filter = new Filter(filter.words.length * 4);
      for (Map<String, V> shard : shards) {
        if (shard != null) {
          shard.keySet().forEach(known -> filter.add(known.hashCode()));
        }
      }
    }
    filter.add(key.hashCode());
  }

  Frozen<V> freeze() {
    Arrays.fill(frozen, true);
    return new Frozen<>(shards.clone(), filter);
  }
}
