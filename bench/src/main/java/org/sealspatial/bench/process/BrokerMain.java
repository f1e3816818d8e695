/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.process;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.sealspatial.local.EmbeddedBroker;

/** The broker of {@code seal up}, alone in a process of its own. */
public final class BrokerMain {
  private BrokerMain() {}

  /** Takes the data folder and the port; runs until it is killed. */
  public static void main(String[] args) throws Exception {
    Parent.follow();
    Quiet.logs();
    EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), Integer.parseInt(args[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
    System.out.println(broker.bootstrapServers());
    new CountDownLatch(1).await();
  }
}
