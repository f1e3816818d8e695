/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Duration;

/**
 * The signed tables of a reader, read once more from their beginning beside it: under other trust
 * anchors another truth. What was revoked in the reader's eyes stays revoked, whoever signed it.
 */
public final class Renewal implements AutoCloseable {
  private final TableReader reader;
  private final TableReader renewed;

  Renewal(TableReader reader, TableReader renewed) {
    this.reader = reader;
    this.renewed = renewed;
  }

  /** Waits until it has everything that was written before it began; false: not in time. */
  public boolean awaitRead(Duration patience) throws InterruptedException {
    return renewed.awaitReady(patience);
  }

  /**
   * Lets the reader believe this and no more what it believed before. Where that takes longer than
   * the patience, the reader believes no key until it is done: it is not ready.
   *
   * @return whether it was done in time
   */
  public boolean adopt(Duration patience) throws InterruptedException {
    return reader.adopt(renewed, patience);
  }

  /** Ends it where it is not to be adopted. */
  @Override
  public void close() {
    renewed.close();
  }
}
