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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.sealspatial.jose.KeyAuthority;
import org.sealspatial.jose.KeyVault;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.routes.admin.AdminFailure;
import org.sealspatial.routes.admin.KeyEdits;
import org.sealspatial.routes.sim.TokenSigner;
import org.sealspatial.routes.table.KeyContent;
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
  private volatile HeldKeys held;
  private TableReader reader; // set before the thread starts
  private Published published;
  private String trouble = "";
  private volatile boolean paused;
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
    HeldKeys mine = held;
    return schedule
        .signer(mine.scheduled(table), now)
        .map(key -> mine.get(key.kid()).key())
        .or(() -> withoutOwn.choose(table, now));
  }

  /** When the certificate of the key that signs now ends. */
  public Optional<Instant> end(Function<String, Optional<KeyContent>> table, Instant now) {
    return schedule.signer(held.scheduled(table), now).map(TokenKey::notAfter);
  }

  /** Does nothing until {@link #resume}: whose entries count is about to change. */
  public void pause() {
    paused = true;
  }

  /** Goes on; reader and edits have the same anchors again. */
  public void resume() {
    paused = false;
  }

  private void look() throws IOException, UnfitKey {
    held = HeldKeys.in(tools.vault(), tools.authority());
  }

  private void run() {
    try {
      while (!closed) {
        boolean sawAll = seesAll(); // before and after: anchors may change in between
        TableSnapshot seen = reader.snapshot();
        if (!sawAll || !seesAll() || !stepped(seen)) {
          reader.await(snapshot -> snapshot != seen, LOOK);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("closed");
    }
  }

  /** Otherwise what it has published may look as if it were not there, and keys as never used. */
  private boolean seesAll() {
    try {
      tools.edits().requireTrusted();
      return !paused && reader.ready();
    } catch (AdminFailure e) {
      troubled(e);
      return false;
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
    } catch (IOException | UnfitKey | RuntimeException e) { // a keeper never ends: it tries on
      troubled(e);
      return false;
    }
  }

  private void troubled(Exception e) {
    // the text of a library's mistake may quote a key
    boolean mistake = e instanceof RuntimeException && !(e instanceof AdminFailure);
    String text = e.getClass().getSimpleName() + (mistake ? "" : ": " + e.getMessage());
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
    return schedule.due(held.scheduled(table), now(), tools.authority().end());
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
                  var entries = new StepEntries(held, tools.authority(), current);
                  due(kid -> Optional.ofNullable(current.get(kid)))
                      .forEach(step -> entries.after(step).ifPresent(written::add));
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
