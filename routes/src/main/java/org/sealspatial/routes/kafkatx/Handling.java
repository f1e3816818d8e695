/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

/** What a worker does with a batch, and where the memory and the dead letters of it come from. */
record Handling(BatchRoute route, Quarantine quarantine, PartitionStates states) {

  /** The route as the worker sees it. */
  @FunctionalInterface
  interface BatchRoute {
    /** Runs the route on the caller's thread; the failure it ended with, or null. */
    Throwable run(Batch batch);
  }
}
