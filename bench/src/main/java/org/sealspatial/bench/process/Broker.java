/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.process;

import java.nio.file.Path;
import java.util.List;

/** The broker of a run. */
public final class Broker implements AutoCloseable {
  /** Its heap. */
  public static final String HEAP = "-Xmx1g";

  private final ChildProcess process;
  private final String bootstrap;

  private Broker(ChildProcess process, String bootstrap) {
    this.process = process;
    this.bootstrap = bootstrap;
  }

  /** Starts one with its data in this folder; does not wait until it can be reached. */
  public static Broker start(Path folder) {
    int port = Ports.free();
    ChildProcess process =
        ChildProcess.start(
            "broker",
            folder.resolve("broker.log"),
            List.of(HEAP),
            BrokerMain.class.getName(),
            List.of(folder.resolve("broker").toString(), "" + port));
    return new Broker(process, "127.0.0.1:" + port);
  }

  /** Where clients connect. */
  public String bootstrap() {
    return bootstrap;
  }

  /** To be measured. */
  public ChildProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}
