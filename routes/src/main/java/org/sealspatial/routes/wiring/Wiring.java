/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.wiring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.routes.admin.ConfigLedger;
import org.sealspatial.routes.admin.Topics;
import org.sealspatial.routes.config.Instance;
import org.sealspatial.routes.config.Role;
import org.sealspatial.routes.config.SealConfig;
import org.sealspatial.routes.kafkatx.KafkaTxComponent;
import org.sealspatial.routes.ops.ManagementRoute;
import org.sealspatial.routes.ops.ManagementSettings;
import org.sealspatial.routes.ops.Metrics;
import org.sealspatial.routes.ops.Readiness;
import org.sealspatial.routes.table.Renewal;
import org.sealspatial.routes.tls.UnfitTls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The object graph, put together by constructors: one class for each role. */
public final class Wiring implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
  private static final Duration FOR_EVER = Duration.ofDays(3650);

  /** How long a role may go on under anchors of which one was taken away. */
  private static final Duration TO_NARROW = Duration.ofSeconds(10);

  private static final Duration TO_WIDEN = Duration.ofMinutes(1);

  private final SealConfig config;
  private final Instance instance;
  private final CamelContext camel = new DefaultCamelContext();
  private final Parts parts;
  private final Deque<RunningRole> roles = new ArrayDeque<>();
  private final AtomicInteger started = new AtomicInteger();
  private GatewayRole gateway;
  private Trust trust;
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
    makeRoles(); // a key that is not fit is told at once, broker or not
    camel.start();
    try (Topics topics = new Topics(config.cluster())) {
      topics.awaitBroker(FOR_EVER);
      topics.check();
    }
    startRoles();
    LOG.info("roles {} run as {}", config.deployment().roles(), instance.id());
  }

  private void addComponents() throws Exception {
    camel.setStreamCaching(false); // no body here is a stream
    int all = config.deployment().roles().size();
    parts.ops().readiness().add("roles", () -> started.get() == all);
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

  private void makeRoles() throws Exception {
    trust = parts.trust();
    parts.auditTrail("start"); // reads its keys
    if (config.sim().isPresent()) {
      roles.add(new SimRole(parts, config.sim().get()));
    }
    if (config.lm().isPresent()) {
      roles.add(new LmRole(parts, config.lm().get()));
    }
    if (config.gateway().isPresent()) {
      gateway = new GatewayRole(parts, config.gateway().get());
      roles.add(gateway);
    }
  }

  private void startRoles() throws Exception {
    for (RunningRole role : roles) {
      role.start();
      started.incrementAndGet();
    }
  }

  /**
   * Goes on with settings of which only live ones differ, once all roles are started. An anchor
   * that is taken away is believed no more when this returns; who holds on to it till then are
   * tables that can be read anew within seconds.
   *
   * @throws Unchanged where files are not fit, or new anchors can't be put in force
   */
  public void change(SealConfig next) throws Unchanged, InterruptedException {
    try {
      Trust asked = Trust.read(next.trust(), parts.crypto());
      if (!asked.sameAs(trust)) {
        believe(asked);
      }
      if (gateway != null && next.gateway().isPresent()) {
        gateway.change(next.gateway().get());
      }
    } catch (UnfitKey | UnfitTls e) {
      throw new Unchanged(e.getMessage());
    }
  }

  private void believe(Trust next) throws Unchanged, InterruptedException {
    boolean widens = next.covers(trust);
    List<Renewal> renewals = new ArrayList<>();
    roles.forEach(role -> renewals.add(role.renewal(next)));
    Duration patience = widens ? TO_WIDEN : TO_NARROW;
    boolean read = areRead(renewals, patience);
    if (!read && widens) {
      renewals.forEach(Renewal::close);
      throw new Unchanged("the tables could not be read anew under the new anchors");
    }
    roles.forEach(RunningRole::hold);
    for (Renewal renewal : renewals) {
      renewal.adopt(read ? patience : Duration.ZERO);
    }
    roles.forEach(role -> role.believe(next));
    trust = next;
  }

  private static boolean areRead(List<Renewal> renewals, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean read = true;
    for (Renewal renewal : renewals) {
      read &= renewal.awaitRead(Duration.ofNanos(deadline - System.nanoTime()));
    }
    return read;
  }

  /** Writes to the audit what becomes of settings that change. */
  public ConfigLedger ledger() {
    var roleNames = config.deployment().roles().stream().map(Role::label).sorted().toList();
    return new ConfigLedger(parts.kafka(), parts.prefix(), instance.id(), roleNames);
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
    for (var fromLast = roles.descendingIterator(); fromLast.hasNext(); ) {
      fromLast.next().close();
    }
    instance.close();
  }
}
