/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

/** What a record ends in when handling it throws, or when its answer can't be written. */
@FunctionalInterface
public interface Quarantine {

  /**
   * The dead letter, failure and audit record of a record that can't be handled. Must be small and
   * must not throw: a record is never dropped, so a quarantine that fails holds its worker up until
   * it succeeds.
   *
   * @param record the record
   * @param failure why; its message may quote what the record holds, so it is not for the log;
   *     {@link AnswerTooLarge} where a former answer was too large, be it one of the quarantine
   */
  Answer quarantine(Inbound record, Throwable failure);
}
