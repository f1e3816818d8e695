/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** One node inside this JVM: quick to start, but it can only be stopped, not killed. */
public final class InJvmKafka implements KafkaUnderTest {

  private final Nodes nodes = new Nodes(1);
  private KafkaRaftServer server;

  /** Starts it. */
  public InJvmKafka() {
    restart(0);
  }

  @Override
  public String bootstrap() {
    return nodes.bootstrap();
  }

  @Override
  public void kill(int node) {
    server.shutdown();
    server.awaitShutdown();
  }

  @Override
  public void restart(int node) {
    server = new KafkaRaftServer(new KafkaConfig(nodes.settings(node), false), Time.SYSTEM);
    server.startup();
    nodes.await();
  }

  @Override
  public void close() {
    kill(0);
    nodes.delete();
  }
}
