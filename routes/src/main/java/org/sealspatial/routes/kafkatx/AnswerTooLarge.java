/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

/** Why a record is quarantined whose answer nobody takes for its size: the next must be small. */
public final class AnswerTooLarge extends Exception {

  private static final long serialVersionUID = 1L;

  AnswerTooLarge(Throwable refusal) {
    super("the answer is too large to be written", refusal, false, false);
  }
}
