/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToLongBiFunction;

/**
 * Which bundle is in force: the highest whose manifest came and of whose entries each was seen, in
 * this version or a later one. Judged by sequences alone, so compaction, which drops what was
 * superseded, does not block it.
 */
final class Bundles {
  private final TreeMap<Long, BundleManifest> waiting = new TreeMap<>();
  private Map<String, Long> promised = Map.of();
  private long newest;
  private long active;

  void add(BundleManifest manifest) {
    if (manifest.version() > active) {
      waiting.put(manifest.version(), manifest);
    }
    if (manifest.version() > newest) {
      newest = manifest.version();
      Map<String, Long> sequences = new HashMap<>();
      manifest.entries().forEach(e -> sequences.put(e.table() + " " + e.id(), e.sequence()));
      promised = Map.copyOf(sequences);
    }
  }

  /** Sequences the newest manifest lists, by table, blank, id: seen, or taken out of the log. */
  Map<String, Long> promised() {
    return promised;
  }

  /** Version of the bundle in force; 0: none yet. */
  long active() {
    return active;
  }

  /** Versions whose manifest came, but not all of their entries. */
  int waitingCount() {
    return waiting.size();
  }

  /**
   * The version that comes in force now, if any.
   *
   * @param newest newest sequence seen of a table and id; -1: none; Long.MAX_VALUE where the table
   *     is not read here
   */
  OptionalLong advance(ToLongBiFunction<String, String> newest, Instant now) {
    for (Map.Entry<Long, BundleManifest> entry : waiting.descendingMap().entrySet()) {
      if (isWhole(entry.getValue(), newest, now)) {
        active = entry.getKey();
        waiting.headMap(active, true).clear();
        return OptionalLong.of(active);
      }
    }
    return OptionalLong.empty();
  }

  private static boolean isWhole(
      BundleManifest manifest, ToLongBiFunction<String, String> newest, Instant now) {
    return manifest.entries().stream()
        .allMatch(
            listed ->
                newest.applyAsLong(listed.table(), listed.id()) >= listed.sequence()
                    || listed.until().filter(until -> until.isBefore(now)).isPresent());
  }
}
