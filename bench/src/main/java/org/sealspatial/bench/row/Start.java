/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import org.sealspatial.bench.load.World;
import org.sealspatial.bench.process.ChildProcess;

/**
 * A role's process that has just got ready, with all of its tables read.
 *
 * @param seconds from its start until it was ready
 * @param cpuSeconds it used for that
 * @param liveBytes of its heap that are in use, after a full collection
 */
record Start(ChildProcess process, double seconds, double cpuSeconds, long liveBytes) {
  /** Starts the first instance of this role. */
  static Start of(Run run, World world, String role) throws InterruptedException {
    long begun = System.nanoTime();
    ChildProcess process = run.role(world, role, "a");
    double seconds = (System.nanoTime() - begun) / 1e9;
    double cpu = process.cpu().toMillis() / 1e3;
    return new Start(process, seconds, cpu, process.liveBytes());
  }
}
