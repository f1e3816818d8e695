/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Log lines of libraries, in processes that are not the product's. */
public final class Quiet {
  private Quiet() {}

  /** Only what is wrong. */
  public static void logs() {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
  }
}
