/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.keys;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.sealspatial.jose.CertifiedKey;
import org.sealspatial.jose.KeyAuthority;
import org.sealspatial.jose.KeyVault;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.TrustChain;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.routes.admin.AdminFailure;
import org.sealspatial.routes.admin.KeyEdits;
import org.sealspatial.routes.sim.TokenSigner;
import org.sealspatial.routes.table.KeyContent;
import org.sealspatial.routes.table.KeyContent.Note;
import org.sealspatial.routes.table.KeyContent.State;
import org.sealspatial.routes.table.TableReader;
import org.sealspatial.routes.table.TableSnapshot;
import org.sealspatial.schemas.Topic;
import org.sealspatial.sim.domain.KeySchedule;
import org.sealspatial.sim.domain.KeyStep;
import org.sealspatial.sim.domain.KeyTimes;
import org.sealspatial.sim.domain.TokenKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the token keys of one SIM-S instance to their schedule, on a thread of its own. What it
 * holds is in the vault, what was announced is in the table, and it remembers nothing else: after a
 * crash between any two steps it goes on from there. A key signs only when the table says so.
 */
public final class KeyKeeper implements TokenSigner, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyKeeper.class);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final KeySchedule schedule;
  private final Tools tools;
  private final TokenSigner withoutOwn;
  private final MeterRegistry meters;
  private final Thread thread = new Thread(this::run, "seal-keys");
  private volatile Map<String, Held> held;
  private TableReader reader; // set before the thread starts
  private Published published;
  private String trouble = "";
  private volatile boolean closed;

  /** What the table says of a kid, by a snapshot. */
  @FunctionalInterface
  public interface Published {
    /** The entry of a key, if there is one. */
    Optional<KeyContent> find(TableSnapshot snapshot, String kid);
  }

  /**
   * What the keys are made with.
   *
   * @param authority certifies them
   * @param vault keeps them
   * @param edits publishes them
   * @param clock tells when
   */
  public record Tools(KeyAuthority authority, KeyVault vault, KeyEdits edits, Clock clock) {}

  private record Held(CertifiedKey key, boolean foreign) {}

  /**
   * A keeper that does nothing until {@link #start}.
   *
   * @throws UnfitKey where a key in the vault can't be used
   */
  public KeyKeeper(KeyTimes times, Tools tools, MeterRegistry meters) throws IOException, UnfitKey {
    this.schedule = new KeySchedule(times);
    this.tools = tools;
    this.meters = meters;
    this.withoutOwn = TokenSigner.only(tools.authority().key());
    thread.setDaemon(true);
    look();
  }

  /** Begins; the reader is ready and reads the table of keys. */
  public void start(TableReader tables, Published table) {
    this.reader = tables;
    this.published = table;
    thread.start();
  }

  /**
   * The instance's own active key. Before it has one, the anchor itself where that is still active:
   * so nobody is refused while a deployment turns rotation on.
   */
  @Override
  public Optional<SigningKey> choose(Function<String, Optional<KeyContent>> table, Instant now) {
    Map<String, Held> mine = held;
    return schedule
        .signer(own(mine, table), now)
        .map(key -> mine.get(key.kid()).key().key())
        .or(() -> withoutOwn.choose(table, now));
  }

  /** When the certificate of the key that signs now ends. */
  public Optional<Instant> end(Function<String, Optional<KeyContent>> table, Instant now) {
    return schedule.signer(own(held, table), now).map(TokenKey::notAfter);
  }

  private void look() throws IOException, UnfitKey {
    Map<String, Held> found = new LinkedHashMap<>();
    for (CertifiedKey key : tools.vault().keys()) {
      found.put(key.kid(), new Held(key, !tools.authority().certified(key.certificate())));
    }
    held = Map.copyOf(found);
  }

  private static List<TokenKey> own(
      Map<String, Held> mine, Function<String, Optional<KeyContent>> table) {
    return mine.values().stream().map(key -> own(key, table.apply(key.key().kid()))).toList();
  }

  private static TokenKey own(Held held, Optional<KeyContent> entry) {
    var certificate = held.key().certificate();
    Instant end = certificate.getNotAfter().toInstant();
    if (entry.isEmpty()) {
      Instant from = certificate.getNotBefore().toInstant();
      return new TokenKey(
          held.key().kid(), TokenKey.Stage.MADE, from, end, Optional.empty(), held.foreign());
    }
    KeyContent known = entry.get();
    return new TokenKey(
        known.kid(),
        TokenKey.Stage.valueOf(known.state().name()),
        known.notBefore(),
        known.notAfter().isBefore(end) ? known.notAfter() : end,
        known.note().replaceAt(),
        held.foreign());
  }

  private void run() {
    try {
      while (!closed) {
        TableSnapshot seen = reader.snapshot();
        if (!stepped(seen)) {
          reader.await(snapshot -> snapshot != seen, LOOK);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("closed");
    }
  }

  /** Whether there may be more to do right away. */
  private boolean stepped(TableSnapshot seen) throws InterruptedException {
    try {
      boolean goesOn = step(seen);
      trouble = "";
      return goesOn;
    } catch (AdminFailure.Overtaken e) {
      LOG.debug("another writer of the keys was first; looking again");
      return false;
    } catch (IOException | UnfitKey | RuntimeException e) {
      troubled(e);
      return false;
    }
  }

  private void troubled(Exception e) {
    String text = e.getClass().getSimpleName() + ": " + e.getMessage();
    if (!text.equals(trouble) && !closed) {
      LOG.error("ALARM: the token keys can't be kept to their schedule, trying on: {}", text);
      trouble = text;
    }
  }

  /** Does what is due by this snapshot; whether there may be more right away. */
  private boolean step(TableSnapshot snapshot) throws IOException, UnfitKey, InterruptedException {
    List<KeyStep> due = due(kid -> published.find(snapshot, kid));
    boolean did = false;
    for (KeyStep step : due) {
      if (step instanceof KeyStep.Make make) {
        String kid = tools.vault().make(tools.authority(), now(), make.until()).kid();
        LOG.info("token key {} is made", kid);
        did = true;
      } else if (step instanceof KeyStep.Forget forget) {
        tools.vault().remove(forget.kid());
        LOG.info("token key {} is destroyed", forget.kid());
        did = true;
      }
    }
    if (did) {
      look();
    }
    return publish(due) || did;
  }

  private List<KeyStep> due(Function<String, Optional<KeyContent>> table) {
    return schedule.due(own(held, table), now(), tools.authority().end());
  }

  private Instant now() {
    return tools.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Decided once more on the table as it is when everybody else is shut out. */
  private boolean publish(List<KeyStep> due) throws InterruptedException {
    if (due.stream().allMatch(s -> s instanceof KeyStep.Make || s instanceof KeyStep.Forget)) {
      return false;
    }
    List<KeyContent> written = new ArrayList<>();
    OptionalLong offset =
        tools
            .edits()
            .change(
                current -> {
                  written.clear();
                  due(kid -> Optional.ofNullable(current.get(kid)))
                      .forEach(step -> entry(step, current).ifPresent(written::add));
                  return written;
                });
    if (offset.isPresent()) {
      reader.awaitOffset(Topic.KEYS, offset.getAsLong(), PATIENCE);
      written.forEach(this::tell);
    }
    return offset.isPresent();
  }

  private void tell(KeyContent entry) {
    String state = entry.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
    LOG.info("token key {} is {}", entry.kid(), state);
    Counter.builder("seal.token.key.changes")
        .description("Token keys of this instance that came into a state")
        .tag("state", state)
        .register(meters)
        .increment();
  }

  private Optional<KeyContent> entry(KeyStep step, Map<String, KeyContent> current) {
    if (step instanceof KeyStep.Publish publish) {
      return Optional.of(pending(publish));
    }
    if (step instanceof KeyStep.Activate activate) {
      KeyContent key = current.get(activate.kid());
      return Optional.of(key.in(State.ACTIVE, activate.since(), key.notAfter()));
    }
    if (step instanceof KeyStep.Demote demote) {
      KeyContent key = current.get(demote.kid());
      return Optional.of(key.in(State.VERIFY_ONLY, key.notBefore(), demote.until()));
    }
    if (step instanceof KeyStep.Retire retire) {
      KeyContent key = current.get(retire.kid());
      return Optional.of(key.in(State.RETIRED, key.notBefore(), key.notAfter()));
    }
    return Optional.empty();
  }

  private KeyContent pending(KeyStep.Publish publish) {
    CertifiedKey key = held.get(publish.kid()).key();
    return new KeyContent(
        key.kid(),
        key.key().publicHalf().jwk(),
        State.PENDING,
        publish.notBefore(),
        key.certificate().getNotAfter().toInstant(),
        TrustChain.x5c(tools.authority().chainOf(key.certificate())),
        Note.NONE);
  }

  /** Ends the thread; the keys stay as they are. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(GOODBYE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
