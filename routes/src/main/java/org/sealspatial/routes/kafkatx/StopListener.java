/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

/** Told when a route's workers stopped by themselves and will not come back. */
@FunctionalInterface
public interface StopListener {

  /**
   * Called once, on a thread of its own, so it may end the process.
   *
   * @param groupId the consumer group that was left
   * @param reason one line for the operator
   */
  void stopped(String groupId, String reason);
}
