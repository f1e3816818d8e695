/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.EncryptionKey;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.TokenRules;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.routes.table.CheckedKey;
import org.sealspatial.routes.table.ClientContent;
import org.sealspatial.routes.table.Derived;
import org.sealspatial.routes.table.InvalidContent;
import org.sealspatial.routes.table.KeyContent;
import org.sealspatial.routes.table.PolicyContent;
import org.sealspatial.routes.table.RevocationContent;
import org.sealspatial.routes.table.RevokedTokens;
import org.sealspatial.routes.table.RevokedTokens.TokenIdentity;
import org.sealspatial.routes.table.SignedTable;
import org.sealspatial.routes.table.Table;
import org.sealspatial.routes.table.TableSnapshot;
import org.sealspatial.routes.table.TableTrust;
import org.sealspatial.schemas.Topic;
import org.sealspatial.sim.domain.Names;
import org.sealspatial.sim.domain.Policies;
import org.sealspatial.sim.domain.Rule;
import org.sealspatial.sim.port.RegisteredClient;
import org.sealspatial.sim.port.SimView;

/** The tables SIM-S reads, and the view of them that a batch is decided on. */
public final class SimTables {
  private final TokenSigner signer;
  private final CryptoProvider crypto;
  private final Clock clock;
  private final SignedTable<RegisteredClient> clients;
  private final SignedTable<List<Rule>> policies;
  private final SignedTable<CheckedKey> keys;
  private final SignedTable<RevocationContent> revocations;
  private final Derived<Map<String, List<Rule>>, RuleIndex> rules = new Derived<>(RuleIndex::of);

  /**
   * Tables under these anchors.
   *
   * @param signer chooses the key that signs, by what the table says
   * @param clock when the certificates of a key must be valid: as its entry is read
   */
  public SimTables(TableTrust trust, TokenSigner signer, CryptoProvider crypto, Clock clock) {
    this.signer = signer;
    this.crypto = crypto;
    this.clock = clock;
    this.clients = clients(trust);
    this.policies = policies(trust);
    this.keys = keys(trust);
    this.revocations = trust.revocations();
  }

  private SignedTable<RegisteredClient> clients(TableTrust trust) {
    return new SignedTable<>(Topic.CLIENTS, trust.operator(), (e, c) -> client(c, crypto));
  }

  private static SignedTable<List<Rule>> policies(TableTrust trust) {
    return new SignedTable<>(
        Topic.POLICIES, trust.operator(), (e, c) -> Rules.of(PolicyContent.parse(c)));
  }

  private SignedTable<CheckedKey> keys(TableTrust trust) {
    return trust.keys(crypto, clock, (entry, key) -> key);
  }

  /** The same tables under other anchors. */
  public List<Table> tables(TableTrust trust) {
    return List.of(clients(trust), policies(trust), keys(trust), trust.revocations());
  }

  /** What the reader has to read. */
  public List<Table> tables() {
    return List.of(clients, policies, keys, revocations);
  }

  /** What the table says of a key. */
  public Optional<KeyContent> key(TableSnapshot snapshot, String kid) {
    return snapshot.find(keys, kid).map(CheckedKey::entry);
  }

  private static RegisteredClient client(
      com.fasterxml.jackson.databind.node.ObjectNode content, CryptoProvider crypto)
      throws InvalidContent {
    ClientContent client = ClientContent.parse(content, crypto);
    try {
      var keys = new ArrayList<VerificationKey>();
      for (JsonNode jwk : client.signatureKeys()) {
        keys.add(VerificationKey.of(jwk, crypto));
      }
      Optional<EncryptionKey> encryption = Optional.empty();
      if (client.encryptionKey().isPresent()) {
        encryption = Optional.of(EncryptionKey.of(client.encryptionKey().get(), crypto));
      }
      return new RegisteredClient(
          client.id(),
          keys,
          encryption,
          client.requestor(),
          client.proof() == ClientContent.ProofDemand.REQUIRED,
          client.certificateBound(),
          new Names(client.valUes()),
          client.disabled());
    } catch (UnfitKey e) {
      throw new IllegalStateException("the content was checked with the same policy", e);
    }
  }

  /**
   * When a snapshot is looked at, and what of it is too old.
   *
   * @param now the processor's clock
   * @param revocationsStale no token is called good
   * @param keysStale no key signs: it may have been retired
   */
  public record Moment(Instant now, boolean revocationsStale, boolean keysStale) {}

  /** The view of this snapshot at this moment. */
  public SimState state(TableSnapshot snapshot, Moment moment) {
    return new SimState(new View(snapshot, moment), snapshot.offsets());
  }

  /** One snapshot in the words of SIM-S. */
  private final class View implements SimView, Policies {
    private final TableSnapshot snapshot;
    private final Moment moment;
    private final RuleIndex index;
    private final RevokedTokens revoked;
    private final Optional<SigningKey> activeKey;

    View(TableSnapshot snapshot, Moment moment) {
      this.snapshot = snapshot;
      this.moment = moment;
      this.index = rules.of(snapshot.rows(policies));
      this.revoked = snapshot.revoked();
      this.activeKey =
          moment.keysStale()
              ? Optional.empty()
              : signer.choose(kid -> key(snapshot, kid), moment.now());
    }

    @Override
    public Optional<RegisteredClient> client(String id) {
      return snapshot.find(clients, id);
    }

    @Override
    public Policies policies() {
      return this;
    }

    @Override
    public List<Rule> about(String clientId) {
      return index.about(clientId);
    }

    @Override
    public long version() {
      return snapshot.policyVersion().orElse(0);
    }

    @Override
    public Optional<SigningKey> activeKey() {
      return activeKey;
    }

    @Override
    public Optional<VerificationKey> verificationKey(String kid) {
      return snapshot
          .find(keys, kid)
          .filter(known -> known.entry().believed(moment.now(), TokenRules.DEFAULT_LEEWAY))
          .map(CheckedKey::key);
    }

    @Override
    public boolean revocationsStale() {
      return moment.revocationsStale();
    }

    @Override
    public boolean revoked(
        String jti, String client, String subject, String service, String kid, Instant issuedAt) {
      return revoked.contain(new TokenIdentity(jti, client, subject, service, kid), issuedAt);
    }
  }
}
