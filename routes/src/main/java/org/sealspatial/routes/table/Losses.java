/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.schemas.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables whose topic has lost records: it was made anew, is shorter than somebody has read it, has
 * lost its beginning, or has a deletion that nobody signed of an entry that can't be seen any more.
 * What is gone can't be told from what never was, so nothing may be concluded from its absence.
 */
final class Losses {
  private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);

  private final TableReader.Source source;
  private final Positions positions;
  private final Clock clock;
  private final Map<Topic, String> untold = new EnumMap<>(Topic.class);
  private boolean started;

  Losses(TableReader.Source source, Positions positions, Clock clock) {
    this.source = source;
    this.positions = positions;
    this.clock = clock;
  }

  /** Under our hands: what was read is no longer there. */
  void happened(Topic topic) {
    Progress own = positions.of(topic);
    if (own.position() > 0) { // an empty one has nothing to lose
      own.lost(clock.instant(), own.position());
      tell(topic, "it had reached offset " + own.position());
    }
  }

  /** Before our time: an entry was deleted that may have been there. */
  void deleted(Topic topic, Instant at, long offset) {
    if (clock.instant().isBefore(at.plus(RevocationContent.OUTLIVES))) {
      positions.of(topic).lost(at, offset);
      untold.put(topic, "nobody signed the deletion at offset " + offset);
    }
  }

  /**
   * Under our hands or before our time: all records before this offset are gone. They were written
   * no later than the oldest that is left. What was read of them stays in force, but who starts now
   * has not read them, and all must say the same.
   */
  void beheaded(Topic topic, long start, Optional<Instant> oldestLeft) {
    Instant until = oldestLeft.orElseGet(clock::instant);
    positions.of(topic).lost(until, start);
    String what = "what lay before offset " + start + " was deleted";
    boolean matters = clock.instant().isBefore(until.plus(RevocationContent.OUTLIVES));
    if (started && (matters || topic != Topic.REVOCATIONS)) {
      tell(topic, what);
    } else if (!started && matters && source.audited()) {
      untold.put(topic, what);
    }
  }

  /** Before our time: a decision has stood on records that are beyond the end. */
  void compare(List<AuditedStates.State> audited, Map<Topic, Long> ends) {
    ends.forEach(
        (topic, end) -> {
          String name = topic.in(source.topicPrefix());
          long had =
              audited.stream().mapToLong(s -> s.offsets().getOrDefault(name, 0L)).max().orElse(0);
          audited.stream()
              .filter(s -> s.offsets().getOrDefault(name, 0L) > end)
              .map(AuditedStates.State::at)
              .max(Instant::compareTo)
              .ifPresent(
                  last -> {
                    positions.of(topic).lost(last, had);
                    untold.put(topic, "it had reached offset " + had);
                  });
        });
  }

  /** When all was read: whether the log itself makes up for revocations that are gone is known. */
  void tellOfStart(boolean revocationsLacking) {
    untold.forEach(
        (topic, what) -> {
          if (topic != Topic.REVOCATIONS || revocationsLacking) {
            tell(topic, what);
          }
        });
    untold.clear();
    started = true;
  }

  /** Whether revocations are gone, and no later one of all tokens makes up for them in the view. */
  boolean lackRevocations(TableSnapshot view) {
    return positions.include(Topic.REVOCATIONS)
        && positions
            .of(Topic.REVOCATIONS)
            .lostUntil()
            .filter(until -> clock.instant().isBefore(until.plus(RevocationContent.OUTLIVES)))
            .filter(until -> !isMadeUpFor(view, until))
            .isPresent();
  }

  /** Who has the entries as they are decides on no token, and must be able to write the remedy. */
  private static boolean isMadeUpFor(TableSnapshot view, Instant until) {
    boolean asTheyAre =
        view.view(Topic.REVOCATIONS, Object.class)
            .filter(seen -> !(seen instanceof RevokedTokens))
            .isPresent();
    return asTheyAre || view.revoked().coverAllUntil(until);
  }

  /** What is audited while revocations lack: the next start must learn of it, too. */
  Map<String, Long> asAudited(Map<String, Long> offsets) {
    Map<String, Long> audited = new HashMap<>(offsets);
    long floor = positions.of(Topic.REVOCATIONS).floor();
    audited.merge(Topic.REVOCATIONS.in(source.topicPrefix()), floor, Math::max);
    return audited;
  }

  private void tell(Topic topic, String what) {
    LOG.error(
        "ALARM: {} has lost records as {} sees it, {}: {} (docs/tables.md)",
        topic.in(source.topicPrefix()),
        source.name(),
        what,
        switch (topic) {
          case REVOCATIONS ->
              "no token is accepted until all tokens of before are revoked: seal revoke --all";
          case KEYS -> "what was read stays in force; SIM-S writes its key again when it starts";
          default -> "what was read stays in force; apply all files again, then restart the roles";
        });
  }
}
