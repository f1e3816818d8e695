/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.wiring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.routes.admin.Topics;
import org.sealspatial.routes.config.Instance;
import org.sealspatial.routes.config.SealConfig;
import org.sealspatial.routes.kafkatx.KafkaTxComponent;
import org.sealspatial.routes.ops.ManagementRoute;
import org.sealspatial.routes.ops.ManagementSettings;
import org.sealspatial.routes.ops.Metrics;
import org.sealspatial.routes.ops.Readiness;
import org.sealspatial.routes.tls.UnfitTls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The object graph, put together by constructors: one class for each role. */
public final class Wiring implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
  private static final Duration FOR_EVER = Duration.ofDays(3650);

  private final SealConfig config;
  private final Instance instance;
  private final CamelContext camel = new DefaultCamelContext();
  private final Parts parts;
  private final Deque<AutoCloseable> roles = new ArrayDeque<>();
  private GatewayRole gateway;
  private final CountDownLatch lost = new CountDownLatch(1);

  /** Takes the data folder; throws {@link Instance.Taken} when another process holds it. */
  public Wiring(SealConfig config) {
    this.config = config;
    CryptoProvider crypto = CryptoProvider.named(config.deployment().cryptoProvider());
    this.instance = Instance.claim(config.deployment().dataDir(), config.deployment().instance());
    this.parts =
        new Parts(
            config,
            instance.id(),
            crypto,
            camel,
            new Parts.Ops(new Readiness(), Metrics.registry()));
  }

  /** Returns when every role is started; waits for a broker as long as it takes. */
  public void start() throws Exception {
    LOG.info("signatures by {}", parts.crypto().name());
    Gauge.builder("seal_crypto_provider_info", () -> 1)
        .tag("provider", parts.crypto().name())
        .register(parts.ops().metrics());
    addComponents();
    camel.start();
    try (Topics topics = new Topics(config.cluster())) {
      topics.awaitBroker(FOR_EVER);
      topics.check();
    }
    startRoles();
    LOG.info("roles {} run as {}", config.deployment().roles(), instance.id());
  }

  private void addComponents() throws Exception {
    parts.ops().readiness().add("roles", () -> roles.size() == config.deployment().roles().size());
    parts.ops().readiness().add("spine", () -> lost.getCount() > 0);
    var management = config.management();
    new ManagementRoute(
            new ManagementSettings(management.host(), management.port()),
            parts.ops().readiness(),
            parts.ops().metrics())
        .addTo(camel);
    var spine = new KafkaTxComponent();
    spine.setBootstrapServers(String.join(",", config.cluster().kafka().bootstrapServers()));
    spine.setInstanceId(instance.id());
    spine.setClientProperties(texts(parts.kafka()));
    spine.setMeterRegistry(parts.ops().metrics());
    spine.setStopListener(this::lost);
    camel.addComponent("kafkatx", spine);
  }

  private static Map<String, String> texts(Map<String, Object> properties) {
    var texts = new HashMap<String, String>();
    properties.forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return texts;
  }

  private void lost(String groupId, String reason) {
    LOG.error("group {} stopped: {}", groupId, reason);
    lost.countDown();
  }

  private void startRoles() throws Exception {
    if (config.sim().isPresent()) {
      var sim = new SimRole(parts, config.sim().get());
      sim.start();
      roles.push(sim);
    }
    if (config.lm().isPresent()) {
      var lm = new LmRole(parts, config.lm().get());
      lm.start();
      roles.push(lm);
    }
    if (config.gateway().isPresent()) {
      gateway = new GatewayRole(parts, config.gateway().get());
      gateway.start();
      roles.push(gateway);
    }
  }

  /**
   * Goes on with settings of which only live ones differ, once all roles are started.
   *
   * @throws UnfitTls where TLS files are not fit; then nothing has changed
   */
  public void change(SealConfig next) throws UnfitTls {
    if (gateway != null && next.gateway().isPresent()) {
      gateway.change(next.gateway().get());
    }
  }

  /** The measures of this process. */
  public MeterRegistry metrics() {
    return parts.ops().metrics();
  }

  /** Whether all that should answer does. */
  public boolean ready() {
    return parts.ops().readiness().ready();
  }

  /** Waits until a role was lost for good, as to another holder of the instance's name. */
  public boolean awaitLost(Duration patience) throws InterruptedException {
    return lost.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Finishes what is in flight, then lets go of the data folder. */
  @Override
  public void close() throws Exception {
    camel.stop();
    for (AutoCloseable role : roles) {
      role.close();
    }
    instance.close();
  }
}
