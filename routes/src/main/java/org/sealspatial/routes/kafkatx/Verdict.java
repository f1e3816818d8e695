/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

/**
 * How a record is answered whose answer could not be written, each step smaller than the last: with
 * little room, by the quarantine, by the quarantine in little room.
 *
 * @param handled whether the route is asked once more, with little room
 * @param reason why the answer could not be written
 */
record Verdict(boolean handled, Throwable reason) {

  /** The next step, or null if there is none. */
  static Verdict after(Verdict last, Throwable reason) {
    boolean large = Trouble.tooLarge(reason);
    if (last == null && large) {
      return new Verdict(true, reason);
    }
    if (last == null || last.handled()) {
      return new Verdict(false, large ? new AnswerTooLarge(reason) : reason);
    }
    boolean smaller = large && !(last.reason() instanceof AnswerTooLarge);
    return smaller ? new Verdict(false, new AnswerTooLarge(reason)) : null;
  }
}
