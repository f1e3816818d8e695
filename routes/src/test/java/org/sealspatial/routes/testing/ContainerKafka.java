/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

import com.github.dockerjava.api.exception.NotFoundException;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The published image of the broker; only where a Docker daemon and the image are to be had. */
public final class ContainerKafka implements KafkaUnderTest {

  private static final String IMAGE = "apache/kafka:4.1.2";
  private static final long PULL_SECONDS = 120;

  private final KafkaContainer container;

  /**
   * Starts it.
   *
   * @throws TestAbortedException if there is no daemon or no image; the reason is printed
   */
  public ContainerKafka() {
    require();
    container =
        new KafkaContainer(DockerImageName.parse(IMAGE))
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
            .withEnv("KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "1000");
    container.start();
  }

  @Override
  public String bootstrap() {
    return container.getBootstrapServers();
  }

  @Override
  public void kill(int node) {
    container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void restart(int node) {
    throw new UnsupportedOperationException(
        "a container comes back on another port; use -Dit.kafka=process");
  }

  @Override
  public void close() {
    container.stop();
  }

  private static void require() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw skipped("no Docker daemon answers");
    }
    try {
      DockerClientFactory.instance().client().inspectImageCmd(IMAGE).exec();
    } catch (NotFoundException notHere) {
      pull();
    }
  }

  private static void pull() {
    try {
      new RemoteDockerImage(DockerImageName.parse(IMAGE)).get(PULL_SECONDS, TimeUnit.SECONDS);
    } catch (Exception failure) {
      throw skipped("the image " + IMAGE + " can't be pulled");
    }
  }

  private static TestAbortedException skipped(String reason) {
    System.out.println("SKIPPED -Dit.kafka=container: " + reason);
    return new TestAbortedException(reason);
  }
}
