/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * How far the reader is in one topic. Written by the reader's thread, read by any.
 *
 * <p>The age counts from the moment a high watermark was asked for that the position has reached.
 * Not the last stable offset: a dead writer's transaction holds that back unseen.
 */
final class Progress {
  private volatile long position;
  private volatile long highWatermark = -1;
  private volatile long freshAt;
  private volatile boolean everFresh;
  private volatile Instant lostUntil;
  private volatile long floor;
  private long askedAt;
  private long begin;
  private volatile boolean there = true;
  private Uuid topicId;

  Progress(long now) {
    this.freshAt = now;
  }

  void reached(long next) {
    position = next;
    settle();
  }

  void highWatermark(long offset, long asked) {
    highWatermark = offset;
    askedAt = asked;
    settle();
  }

  private void settle() {
    if (highWatermark >= 0 && position >= highWatermark && (!everFresh || askedAt - freshAt > 0)) {
      freshAt = askedAt;
      everFresh = true;
    }
  }

  /** Whether the topic is another one of the same name than it was. */
  boolean isAnother(Uuid id) {
    boolean another = topicId != null && !topicId.equals(id);
    topicId = id;
    return another;
  }

  /** Whether the topic begins later than it did: what lay before was deleted. */
  boolean beginsLater(long offset) {
    boolean later = offset > begin;
    begin = offset;
    return later;
  }

  /** Whether there is such a topic. */
  void there(boolean found) {
    there = found;
  }

  /** Whether there was such a topic when somebody looked last. */
  boolean isThere() {
    return there;
  }

  /** The topic may be another one by now. */
  void forgetTopic() {
    topicId = null;
  }

  /** Records that were written up to this time, before this offset, are gone. */
  void lost(Instant until, long end) {
    if (lostUntil == null || until.isAfter(lostUntil)) {
      lostUntil = until;
    }
    floor = Math.max(floor, end);
  }

  /** Records that were written up to then may be missing; empty: none is. */
  Optional<Instant> lostUntil() {
    return Optional.ofNullable(lostUntil);
  }

  /** The offset that was reached before records were lost; 0: none were. */
  long floor() {
    return floor;
  }

  /**
   * Whether all was read that was written after this moment's question, and it ends before this.
   */
  boolean endsBefore(long offset, long askedSince) {
    return everFresh && freshAt - askedSince >= 0 && highWatermark < offset;
  }

  long position() {
    return position;
  }

  long lag() {
    return Math.max(0, highWatermark - position);
  }

  /** Nanoseconds since everything that was written then had been read. */
  long age(long now) {
    return Math.max(0, now - freshAt);
  }
}
