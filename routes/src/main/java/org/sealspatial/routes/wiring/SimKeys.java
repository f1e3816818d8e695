/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.wiring;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sealspatial.jose.KeyAuthority;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.TokenRules;
import org.sealspatial.jose.TrustChain;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.routes.admin.KeyEdits;
import org.sealspatial.routes.config.AnchorKey;
import org.sealspatial.routes.config.Key;
import org.sealspatial.routes.config.SimConfig;
import org.sealspatial.routes.keys.KeyKeeper;
import org.sealspatial.routes.ops.ExpiryWatch;
import org.sealspatial.routes.sim.SimTables;
import org.sealspatial.routes.sim.TokenSigner;
import org.sealspatial.routes.table.KeyContent;
import org.sealspatial.routes.table.KeyContent.Note;
import org.sealspatial.routes.table.KeyContent.State;
import org.sealspatial.routes.table.TableReader;
import org.sealspatial.schemas.Topic;
import org.sealspatial.sim.domain.KeyTimes;

/**
 * The keys of SIM-S: the anchor, whose certificate everybody has pinned, and what signs tokens: the
 * token keys that the anchor certifies, or the anchor itself where nothing rotates.
 */
final class SimKeys implements AutoCloseable {
  private static final Duration NOTICE = Duration.ofDays(30);

  private final Parts parts;
  private final SigningKey anchor;
  private final List<X509Certificate> chain;
  private final KeyEdits edits;
  private final Optional<KeyTimes> times;
  private final Optional<KeyKeeper> keeper;
  private final ExpiryWatch expiry;

  /** Refuses an anchor that has expired, is of another certificate, or is pinned nowhere. */
  SimKeys(Parts parts, SimConfig config) throws UnfitKey {
    this.parts = parts;
    AnchorKey own = config.signing().key();
    this.anchor =
        SettingFile.read(Key.SIM_SIGNING_KEY, own.file().path(), file -> own.open(parts.crypto()));
    this.chain =
        SettingFile.read(
            Key.SIM_CERTIFICATE, config.signing().certificate().path(), PemFiles::certificates);
    checkAnchor();
    this.edits =
        new KeyEdits(
            parts.config().cluster(), parts.trust().sim(), anchor, parts.crypto(), Parts.CLOCK);
    this.times =
        config
            .keys()
            .rotation()
            .map(
                period ->
                    new KeyTimes(
                        period, config.keys().lead(), config.maxLifetime(), TokenRules.MAX_LEEWAY));
    this.keeper = times.isPresent() ? Optional.of(keeper(config)) : Optional.empty();
    this.expiry = new ExpiryWatch(parts.ops().metrics(), Parts.CLOCK);
  }

  private void checkAnchor() throws UnfitKey {
    if (chain.isEmpty() || !anchor.publicHalf().isKeyOf(chain.get(0))) {
      throw new UnfitKey("sim.certificate must begin with the certificate of sim.signing-key");
    }
    if (!end().isAfter(Parts.CLOCK.instant())) {
      throw new UnfitKey("sim.certificate has expired at " + end());
    }
    String own = anchor.publicHalf().thumbprint();
    if (parts.trust().sim().stream().noneMatch(pinned -> pinned.thumbprint().equals(own))) {
      throw new UnfitKey("sim.signing-key is not pinned: trust.sim must hold sim.certificate");
    }
  }

  private Instant end() {
    return chain.get(0).getNotAfter().toInstant();
  }

  private KeyKeeper keeper(SimConfig config) throws UnfitKey {
    try {
      var folder = parts.config().deployment().dataDir().resolve("keys");
      var vault = config.keys().open(folder, parts.instance(), parts.crypto());
      return new KeyKeeper(
          times.orElseThrow(),
          new KeyKeeper.Tools(authority(), vault, edits, Parts.CLOCK),
          parts.ops().metrics());
    } catch (IOException e) {
      throw new UnfitKey("the store of token keys can't be used: " + e.getMessage());
    }
  }

  private KeyAuthority authority() throws UnfitKey {
    try {
      return new KeyAuthority(anchor, chain);
    } catch (UnfitKey e) {
      throw new UnfitKey("sim.keys.rotation needs an anchor that certifies: " + e.getMessage());
    }
  }

  /** What chooses the key that signs tokens. */
  TokenSigner signer() {
    return keeper.<TokenSigner>map(k -> k).orElseGet(() -> TokenSigner.only(anchor));
  }

  /** What signs entries of the tables. */
  SigningKey anchor() {
    return anchor;
  }

  /** Publishes what is not published yet, and keeps it so; the reader is ready. */
  void start(TableReader reader, SimTables tables) throws InterruptedException {
    expiry.watch("sim.certificate", NOTICE, () -> Optional.of(end()));
    parts.ops().readiness().add("sim-certificate", () -> end().isAfter(Parts.CLOCK.instant()));
    if (keeper.isEmpty()) {
      if (isNew(tables.key(reader.snapshot(), anchor.kid()))) {
        publishAnchor(reader);
      }
      return;
    }
    keeper.get().start(reader, tables::key);
    KeyTimes known = times.orElseThrow();
    expiry.watch(
        "token-key",
        known.rotation().plus(known.acceptance()), // with so little left, rotation is overdue
        () -> keeper.get().end(kid -> tables.key(reader.snapshot(), kid), Parts.CLOCK.instant()));
  }

  /** Writes and destroys nothing until {@link #trust}. */
  void hold() {
    keeper.ifPresent(KeyKeeper::pause);
  }

  /** From now on these anchors of SIM-S are believed, and nothing is written unless ours is one. */
  void trust(List<VerificationKey> anchors) {
    edits.trust(anchors);
    keeper.ifPresent(KeyKeeper::resume);
  }

  private void publishAnchor(TableReader reader) throws InterruptedException {
    OptionalLong offset =
        edits.change(
            current ->
                isNew(Optional.ofNullable(current.get(anchor.kid())))
                    ? List.of(ownEntry())
                    : List.of());
    if (offset.isPresent()) {
      reader.awaitOffset(Topic.KEYS, offset.getAsLong(), Duration.ofMinutes(1));
    }
  }

  /** Not published, or with a certificate that was renewed since. */
  private boolean isNew(Optional<KeyContent> published) {
    return published
        .map(key -> key.state() == State.ACTIVE && !key.x5c().equals(TrustChain.x5c(chain)))
        .orElse(true);
  }

  private KeyContent ownEntry() {
    return new KeyContent(
        anchor.kid(),
        anchor.publicHalf().jwk(),
        State.ACTIVE,
        chain.get(0).getNotBefore().toInstant(),
        end(),
        TrustChain.x5c(chain),
        Note.NONE);
  }

  @Override
  public void close() {
    keeper.ifPresent(KeyKeeper::close);
    expiry.close();
  }
}
