/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.wiring;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.lm.SpatialAccess;
import org.sealspatial.lm.token.TokenSettings;
import org.sealspatial.lm.token.TokenValidation;
import org.sealspatial.routes.audit.AuditTrail;
import org.sealspatial.routes.audit.ParkedRecords;
import org.sealspatial.routes.config.LmConfig;
import org.sealspatial.routes.lm.LmTables;
import org.sealspatial.routes.lm.SpatialDesk;
import org.sealspatial.routes.lm.SpatialRequestCodec;
import org.sealspatial.routes.lm.SpatialRequestRoute;
import org.sealspatial.routes.memory.Views;
import org.sealspatial.routes.ops.ExpiryWatch;
import org.sealspatial.routes.table.Renewal;
import org.sealspatial.routes.table.TableReader;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.Flow;

/** LM-S in this process: its tables, its maps, its route. */
final class LmRole implements RunningRole {
  private static final String NAME = "lm";
  private static final int MOST_CACHED_TOKENS = 100_000;

  /** What a verified token takes in the heap. */
  private static final int TOKEN_BYTES = 1_300;

  private final Parts parts;
  private final LmConfig config;
  private final LmTables tables;
  private final TableReader reader;
  private final ExpiryWatch expiry;
  private volatile Instant pinnedUntil;

  LmRole(Parts parts, LmConfig config) throws UnfitKey {
    this.parts = parts;
    this.config = config;
    this.pinnedUntil = lastEnd(parts.trust());
    if (!pinnedUntil.isAfter(Parts.CLOCK.instant())) {
      throw new UnfitKey(
          "every certificate in trust.sim has expired, the last one at " + pinnedUntil);
    }
    this.tables =
        new LmTables(
            parts.trust().tables(),
            parts.crypto(),
            Parts.CLOCK,
            config.limits().revocationsStaleness());
    this.reader =
        new TableReader(parts.auditedTables(NAME), tables.tables(), parts.ops().metrics());
    parts.ops().readiness().add("lm-tables", reader::ready);
    parts.watchTopics(NAME, reader);
    parts.ops().readiness().add("lm-keys", () -> !tables.state(reader).view().keys().isEmpty());
    parts
        .ops()
        .readiness()
        .add("lm-revocations", () -> !tables.state(reader).view().revocationsStale());
    this.expiry = new ExpiryWatch(parts.ops().metrics(), Parts.CLOCK);
    expiry.watch("trust.sim", Duration.ofDays(30), () -> Optional.of(pinnedUntil));
  }

  /** When the last pinned certificate of SIM-S ends: from then on no key is good. */
  private static Instant lastEnd(Trust trust) {
    return trust.certificates().stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .max(Comparator.naturalOrder())
        .orElseThrow(); // anchors without any are refused as they are read
  }

  @Override
  public Renewal renewal(Trust trust) {
    return reader.renew(tables.signed(trust.tables()));
  }

  @Override
  public void believe(Trust trust) {
    pinnedUntil = lastEnd(trust);
    expiry.look();
  }

  /** Returns when the route runs: the tables are read. */
  @Override
  public void start() throws Exception {
    reader.start();
    reader.awaitReady(Duration.ofDays(1));
    AuditTrail trail = parts.auditTrail(NAME);
    bind(trail);
    parts
        .camel()
        .addRoutes(
            new SpatialRequestRoute(
                parts.spine(NAME, Topic.SPATIAL_REQUESTS, Topic.HTTP_SPATIAL_REQUESTS),
                desk(trail)));
  }

  private void bind(AuditTrail trail) {
    var registry = parts.camel().getRegistry();
    registry.bind(
        NAME + "-quarantine",
        new ParkedRecords(trail, Flow.SPATIAL, () -> reader.snapshot().offsets(), Parts.CLOCK));
    Views views = state -> reader.catchUp(state, config.limits().revocationsStaleness());
    registry.bind(
        NAME + "-memory",
        SimRole.memory(parts, config.limits().tokenLifetime(), views, UnaryOperator.identity()));
  }

  private SpatialDesk desk(AuditTrail trail) {
    var settings =
        new TokenSettings(
            config.issuer().toString(),
            config.audience().toString(),
            EnumSet.allOf(Algorithm.class),
            config.clockSkew(),
            config.limits().tokenLifetime());
    var access =
        new SpatialAccess(
            new TokenValidation(settings, cachedTokens()),
            parts.crypto(),
            config.limits().answerBytes());
    var codec =
        new SpatialRequestCodec(
            parts.wire(),
            parts.topic(Topic.HTTP_SPATIAL_REQUESTS),
            trail,
            parts.replyEnvelope("lm-s"));
    return new SpatialDesk(codec, access, () -> tables.state(reader), Parts.CLOCK);
  }

  /** Their share of the heap is a sixteenth: a small one has tables and records to hold, too. */
  private static int cachedTokens() {
    long fit = Runtime.getRuntime().maxMemory() / 16 / TOKEN_BYTES;
    return (int) Math.min(MOST_CACHED_TOKENS, fit);
  }

  @Override
  public void close() {
    expiry.close();
    reader.close();
  }
}
