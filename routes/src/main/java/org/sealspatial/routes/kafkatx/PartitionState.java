/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

/**
 * Memory that belongs to the owner of a partition, such as the request ids seen. One instance per
 * worker, called on the worker's thread only, so it needs no locks. The handler stages its changes;
 * they become memory when the transaction that answers the same records commits.
 *
 * <pre>
 *   assigned ──▶ (handler stages) ──▶ committed ──▶ …
 *                      │    └───────▶ aborted: the same records come again
 *                      └─ quarantined: this record's staging is void
 *   … ──▶ revoked
 * </pre>
 */
public interface PartitionState {

  /** A worker without a memory. */
  PartitionState NONE =
      new PartitionState() {
        @Override
        public void assigned(String topic, int partition) {}

        @Override
        public void revoked(String topic, int partition) {}

        @Override
        public void committed() {}

        @Override
        public void aborted() {}
      };

  /**
   * The partition is this worker's from now on; called before its first record is handled. The
   * committed offset is stable by now, but markers of the former owner's last transaction may still
   * be on their way to other topics: rebuild from a topic by reading it committed up to its high
   * watermark. A throw means not ready: no record of the partition is handled, and the call is
   * repeated after a back-off.
   */
  void assigned(String topic, int partition);

  /** The partition has another owner, or will have; its memory is to be forgotten. */
  void revoked(String topic, int partition);

  /** All staged since the last commit or abort is now true. */
  void committed();

  /** Nothing staged since the last commit or abort happened. */
  void aborted();

  /** Handling this record threw: nothing staged for it is to be kept, the rest of the batch is. */
  default void quarantined(Inbound record) {}
}
