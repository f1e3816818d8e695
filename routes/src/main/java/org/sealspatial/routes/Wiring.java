/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes;

import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.sealspatial.routes.admin.Topics;
import org.sealspatial.routes.config.FolderLock;
import org.sealspatial.routes.config.Instance;
import org.sealspatial.routes.config.SealConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The object graph, put together by constructors on one screen. */
public final class Wiring implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
  private static final Duration FOR_EVER = Duration.ofDays(3650);

  private final SealConfig config;
  private final Instance instance;
  private final CamelContext camel = new DefaultCamelContext();

  /** Takes the data folder; throws {@link FolderLock.Taken} when another process holds it. */
  public Wiring(SealConfig config) {
    this.config = config;
    this.instance = Instance.claim(config.deployment().dataDir(), config.deployment().instance());
  }

  /** Returns when every role is started; waits for a broker as long as it takes. */
  public void start() throws Exception {
    camel.start();
    try (Topics topics = new Topics(config.cluster())) {
      topics.awaitBroker(FOR_EVER);
      topics.check();
    }
    LOG.info("roles {} run as {}", config.deployment().roles(), instance.id());
  }

  /** Finishes what is in flight, then lets go of the data folder. */
  @Override
  public void close() throws Exception {
    camel.stop();
    instance.close();
  }
}
