/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

/**
 * A running Kafka, never a mock. {@link WithKafka} hands one out that is shared by the whole JVM.
 */
public interface KafkaUnderTest extends AutoCloseable {

  /** Where it is: {@code host:port,…}. */
  String bootstrap();

  /** Ends a node as hard as this form can, and returns when it is gone; nodes count from 0. */
  void kill(int node);

  /** Starts a killed node on its old data and its old port, and returns when it answers. */
  void restart(int node);

  @Override
  void close();
}
