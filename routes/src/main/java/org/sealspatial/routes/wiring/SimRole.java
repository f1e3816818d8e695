/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.wiring;

import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.TokenRules;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.jose.replay.Room;
import org.sealspatial.routes.audit.AuditTrail;
import org.sealspatial.routes.audit.ParkedRecords;
import org.sealspatial.routes.config.Key;
import org.sealspatial.routes.config.SimConfig;
import org.sealspatial.routes.kafkatx.PartitionStates;
import org.sealspatial.routes.memory.History;
import org.sealspatial.routes.memory.ReplayMemory;
import org.sealspatial.routes.memory.SealedHistory;
import org.sealspatial.routes.memory.Views;
import org.sealspatial.routes.sim.InquiryDesk;
import org.sealspatial.routes.sim.SimState;
import org.sealspatial.routes.sim.SimTables;
import org.sealspatial.routes.sim.TokenDesk;
import org.sealspatial.routes.sim.TokenRequestCodec;
import org.sealspatial.routes.sim.TokenRequestRoute;
import org.sealspatial.routes.table.AuditHistory;
import org.sealspatial.routes.table.Renewal;
import org.sealspatial.routes.table.TableReader;
import org.sealspatial.routes.table.TableSnapshot;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.sim.IssuerSettings;
import org.sealspatial.sim.TokenIds;
import org.sealspatial.sim.TokenInquiries;
import org.sealspatial.sim.TokenIssuance;

/** SIM-S in this process: its tables, its keys, its route. */
final class SimRole implements RunningRole {
  /** How many requests a partition's owner remembers; a full memory refuses. */
  static final int MEMORY_CAPACITY = 4_000_000;

  private static final Room MEMORY_ROOM = Room.ofHeap();

  private static final Duration STALE = Duration.ofSeconds(10);

  private static final String NAME = "sim";

  private final Parts parts;
  private final SimConfig config;
  private final SimKeys keys;
  private final TokenIds ids;
  private final SimTables tables;
  private final TableReader reader;

  SimRole(Parts parts, SimConfig config) throws UnfitKey {
    this.parts = parts;
    this.config = config;
    this.keys = new SimKeys(parts, config);
    this.ids =
        new TokenIds(
            SettingFile.read(Key.SIM_JTI_KEY, config.signing().jtiKey().path(), PemFiles::secret));
    this.tables = new SimTables(parts.trust().tables(), keys.signer(), parts.crypto(), Parts.CLOCK);
    this.reader =
        new TableReader(parts.auditedTables(NAME), tables.tables(), parts.ops().metrics());
    parts.ops().readiness().add("sim-tables", reader::ready);
    parts.watchTopics(NAME, reader);
    parts.ops().readiness().add("sim-key", () -> state().view().activeKey().isPresent());
  }

  @Override
  public Renewal renewal(Trust trust) {
    return reader.renew(tables.tables(trust.tables()));
  }

  @Override
  public void hold() {
    keys.hold();
  }

  @Override
  public void believe(Trust trust) {
    keys.trust(trust.sim());
  }

  /** Returns when the route runs: the tables are read and a key may sign. */
  @Override
  public void start() throws Exception {
    reader.start();
    reader.awaitReady(Duration.ofDays(1));
    keys.start(reader, tables);
    reader.await(tables -> state().view().activeKey().isPresent(), Duration.ofDays(1));
    AuditTrail trail = parts.auditTrail(NAME);
    bind(trail);
    parts
        .camel()
        .addRoutes(
            new TokenRequestRoute(
                parts.spine(NAME, Topic.TOKEN_REQUESTS, Topic.HTTP_TOKEN_REQUESTS), desk(trail)));
  }

  private SimState state() {
    TableSnapshot snapshot = reader.snapshot();
    boolean keysStale = !reader.ready() || reader.age(Topic.KEYS).compareTo(STALE) > 0;
    var moment =
        new SimTables.Moment(
            Parts.CLOCK.instant(), reader.revocationsStale(snapshot, STALE), keysStale);
    return tables.state(snapshot, moment);
  }

  private void bind(AuditTrail trail) {
    var registry = parts.camel().getRegistry();
    registry.bind(
        NAME + "-quarantine",
        new ParkedRecords(trail, Flow.TOKEN, () -> reader.snapshot().offsets(), Parts.CLOCK));
    registry.bind(
        NAME + "-memory",
        memory(
            parts,
            config.maxLifetime(),
            state -> reader.catchUp(state, STALE),
            history -> new SealedHistory(history, ids::seal)));
  }

  /** The memory of a worker: for as long as a token may live, and at least ten minutes. */
  static PartitionStates memory(
      Parts parts, Duration longestLife, Views views, UnaryOperator<History> believed) {
    Duration least = Duration.ofMinutes(10);
    Duration window = longestLife.compareTo(least) > 0 ? longestLife : least;
    History history =
        believed.apply(new AuditHistory(parts.kafka(), parts.topic(Topic.AUDIT), parts.wire()));
    return () ->
        new ReplayMemory(history, views, Parts.CLOCK, MEMORY_CAPACITY, window, MEMORY_ROOM);
  }

  private TokenDesk desk(AuditTrail trail) {
    var settings =
        new IssuerSettings(
            config.issuer().toString(),
            config.audience().toString(),
            config.lifetime(),
            config.maxLifetime(),
            IssuerSettings.TS_23437_SERVICES);
    var codec =
        new TokenRequestCodec(
            parts.wire(),
            parts.topic(Topic.HTTP_TOKEN_REQUESTS),
            trail,
            parts.replyEnvelope("sim-s"),
            ids);
    Supplier<SimState> state = this::state;
    return new TokenDesk(
        codec,
        new TokenIssuance(settings, parts.crypto(), ids),
        inquiries(settings, trail),
        state,
        Parts.CLOCK);
  }

  private InquiryDesk inquiries(IssuerSettings settings, AuditTrail trail) {
    var rules =
        new TokenRules(
            settings.issuer(),
            settings.audience(),
            EnumSet.allOf(Algorithm.class),
            TokenRules.DEFAULT_LEEWAY,
            settings.maxLifetime());
    return new InquiryDesk(
        parts.wire(),
        parts.prefix(),
        trail,
        parts.replyEnvelope("sim-s"),
        new TokenInquiries(settings, rules, parts.crypto()),
        keys.anchor());
  }

  @Override
  public void close() {
    keys.close();
    reader.close();
  }
}
