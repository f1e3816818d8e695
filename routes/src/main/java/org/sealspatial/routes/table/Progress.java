/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

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
  private long askedAt;

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
