/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.lm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.EncryptionKey;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.jose.TokenRules;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.lm.LmState;
import org.sealspatial.lm.domain.VerifiedToken;
import org.sealspatial.lm.maps.IndexedSpatialMaps;
import org.sealspatial.lm.maps.SpatialMaps;
import org.sealspatial.lm.port.Requestors.Requestor;
import org.sealspatial.lm.port.TrustedKeys;
import org.sealspatial.lm.port.TrustedKeys.TrustedKey;
import org.sealspatial.routes.table.CheckedKey;
import org.sealspatial.routes.table.ClientContent;
import org.sealspatial.routes.table.InvalidContent;
import org.sealspatial.routes.table.KeyContent;
import org.sealspatial.routes.table.PartTable;
import org.sealspatial.routes.table.RevocationContent;
import org.sealspatial.routes.table.RevokedTokens;
import org.sealspatial.routes.table.RevokedTokens.TokenIdentity;
import org.sealspatial.routes.table.SignedTable;
import org.sealspatial.routes.table.Table;
import org.sealspatial.routes.table.TableReader;
import org.sealspatial.routes.table.TableSnapshot;
import org.sealspatial.routes.table.TableTrust;
import org.sealspatial.schemas.Topic;

/** The tables LM-S reads, and the view of them that a batch is decided on. */
public final class LmTables {
  private final SignedTable<Requestor> clients;
  private final SignedTable<KnownKey> keys;
  private final SignedTable<RevocationContent> revocations;
  private final IndexedSpatialMaps maps = new IndexedSpatialMaps();
  private final CryptoProvider crypto;
  private final Duration maxStaleness;
  private final Clock clock;

  /** Tables under these anchors; an older view of the revocations than this answers nothing. */
  public LmTables(TableTrust trust, CryptoProvider crypto, Clock clock, Duration maxStaleness) {
    this.crypto = crypto;
    this.clock = clock;
    this.maxStaleness = maxStaleness;
    this.clients = clients(trust);
    this.keys = keys(trust);
    this.revocations = trust.revocations();
  }

  private SignedTable<Requestor> clients(TableTrust trust) {
    return new SignedTable<>(Topic.CLIENTS, trust.operator(), (e, c) -> client(c, crypto));
  }

  private SignedTable<KnownKey> keys(TableTrust trust) {
    return trust.keys(crypto, clock, LmTables::known);
  }

  /** The signed ones of these tables under other anchors. */
  public List<Table> signed(TableTrust trust) {
    return List.of(clients(trust), keys(trust), trust.revocations());
  }

  /** What the reader has to read; the maps last, since nothing waits for them. */
  public List<Table> tables() {
    return List.of(
        clients,
        keys,
        revocations,
        PartTable.spatialMaps(part -> maps.apply(MapChanges.of(part))).frozenAs(maps::snapshot),
        PartTable.spatialAnchors(part -> maps.apply(MapChanges.of(part))));
  }

  private static Requestor client(ObjectNode content, CryptoProvider crypto) throws InvalidContent {
    ClientContent client = ClientContent.parse(content, crypto);
    try {
      Optional<EncryptionKey> encryption = Optional.empty();
      if (client.encryptionKey().isPresent()) {
        encryption = Optional.of(EncryptionKey.of(client.encryptionKey().get(), crypto));
      }
      return new Requestor(
          client.id(),
          client.requestor(),
          Set.copyOf(client.valServices()),
          client.proof() == ClientContent.ProofDemand.REQUIRED,
          client.certificateBound(),
          encryption);
    } catch (UnfitKey e) {
      throw new IllegalStateException("the content was checked with the same policy", e);
    }
  }

  private static KnownKey known(TableEntry entry, CheckedKey key) {
    var state = TrustedKeys.State.valueOf(key.entry().state().name());
    return new KnownKey(key.entry(), new TrustedKey(key.key(), state, entry.sequence()));
  }

  /** The view of this reader's snapshot: maps and anchors of the same moment as the rest. */
  public SpatialState state(TableReader reader) {
    TableSnapshot snapshot = reader.snapshot();
    var revoked = snapshot.revoked();
    return new SpatialState(
        new LmState(
            new Keys(snapshot.rows(keys), clock.instant()),
            token -> isRevoked(revoked, token),
            id -> snapshot.find(clients, id),
            snapshot.view(Topic.SPATIAL_MAPS, SpatialMaps.class).orElseGet(maps::snapshot),
            isStale(reader, snapshot)),
        snapshot.offsets());
  }

  /** A view without the newest revocations or retired keys answers nothing. */
  private boolean isStale(TableReader reader, TableSnapshot snapshot) {
    return reader.revocationsStale(snapshot, maxStaleness)
        || reader.age(Topic.KEYS).compareTo(maxStaleness) > 0;
  }

  private static boolean isRevoked(RevokedTokens revoked, VerifiedToken token) {
    var identity =
        new TokenIdentity(
            token.issue().jti(),
            token.identity().clientId(),
            token.identity().subject(),
            token.scope().service(),
            token.issue().kid());
    return revoked.contain(identity, token.issue().issuedAt());
  }

  /** An entry, and what it says while nothing has come to its time. */
  private record KnownKey(KeyContent entry, TrustedKey key) {

    TrustedKey at(Instant now) {
      boolean believed = entry.believed(now, TokenRules.DEFAULT_LEEWAY);
      if (believed == key.verifies()) {
        return key;
      }
      var state = believed ? TrustedKeys.State.ACTIVE : TrustedKeys.State.RETIRED;
      return new TrustedKey(key.key(), state, key.version());
    }
  }

  private record Keys(Map<String, KnownKey> known, Instant now) implements TrustedKeys {
    @Override
    public Optional<TrustedKey> find(String kid) {
      return Optional.ofNullable(known.get(kid)).map(key -> key.at(now));
    }

    @Override
    public boolean isEmpty() {
      return known.isEmpty();
    }
  }
}
