/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.keys;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.CertifiedKey;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.KeyVault;
import org.sealspatial.jose.PemVault;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.TrustChain;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.routes.admin.AdminFailure;
import org.sealspatial.routes.admin.KeyEdits;
import org.sealspatial.routes.admin.Topics;
import org.sealspatial.routes.config.ClusterConfig;
import org.sealspatial.routes.config.Layer;
import org.sealspatial.routes.config.Settings;
import org.sealspatial.routes.config.ToolConfig;
import org.sealspatial.routes.table.KeyContent;
import org.sealspatial.routes.table.KeyContent.State;
import org.sealspatial.routes.table.SignedTable;
import org.sealspatial.routes.table.TableReader;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.SimAnchor;
import org.sealspatial.routes.testing.SteppedClock;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Topic;
import org.sealspatial.sim.domain.KeyTimes;

/** Keepers on a real table, with a clock that goes when the test says so. */
@WithKafka
class KeyKeeperIT {
  private static final CryptoProvider CRYPTO = CryptoProvider.best();
  private static final KeyTimes TIMES =
      new KeyTimes(
          Duration.ofDays(30), Duration.ofSeconds(20), Duration.ofHours(1), Duration.ofSeconds(30));
  private static final SimAnchor ANCHOR = SimAnchor.of(Duration.ofDays(3650));
  private static final SimAnchor NEXT = SimAnchor.of(Duration.ofDays(3650));

  @TempDir Path folder;
  private final SteppedClock clock = new SteppedClock();
  private final List<AutoCloseable> open = new ArrayList<>();
  private ClusterConfig cluster;

  @BeforeEach
  void deployment(KafkaUnderTest kafka) throws Exception {
    List<String> flags =
        List.of(
            "--kafka.bootstrap-servers=" + kafka.bootstrap(),
            "--topic-prefix=t" + UUID.randomUUID().toString().substring(0, 8),
            "--partitions.requests=1",
            "--partitions.replies=1",
            "--replication-factor=1");
    cluster = ToolConfig.from(new Settings(List.of(Layer.flags(flags)))).cluster();
    try (Topics topics = new Topics(cluster)) {
      topics.create();
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : open) {
      part.close();
    }
  }

  private KeyEdits edits(SimAnchor anchor) {
    return new KeyEdits(cluster, anchors(), anchor.key(), CRYPTO, clock);
  }

  private static List<VerificationKey> anchors() {
    return List.of(ANCHOR.key().publicHalf(), NEXT.key().publicHalf());
  }

  private KeyVault vault(String name) throws Exception {
    return new PemVault(folder.resolve(name), CRYPTO);
  }

  /** A SIM-S instance, as far as its keys go. */
  private final class Instance implements AutoCloseable {
    private final String name;
    private final SignedTable<KeyContent> table =
        new SignedTable<>(Topic.KEYS, anchors(), (e, c) -> KeyContent.parse(c, CRYPTO));
    private final TableReader reader;
    private final KeyKeeper keeper;

    Instance(String name, SimAnchor anchor) throws Exception {
      this.name = name;
      var source =
          new TableReader.Source(
              cluster.kafka().clientProperties(), cluster.topicPrefix(), "sim-" + name);
      this.reader = new TableReader(source, List.of(table), new SimpleMeterRegistry()).start();
      this.keeper =
          new KeyKeeper(
              TIMES,
              new KeyKeeper.Tools(anchor.authority(), vault(name), edits(anchor), clock),
              new SimpleMeterRegistry());
      assertTrue(reader.awaitReady(Duration.ofSeconds(30)));
      keeper.start(reader, (snapshot, kid) -> snapshot.find(table, kid));
      open.add(this);
    }

    Optional<String> signer() {
      return keeper
          .choose(kid -> reader.snapshot().find(table, kid), clock.instant())
          .map(SigningKey::kid);
    }

    List<String> held() throws Exception {
      return vault(name).keys().stream().map(CertifiedKey::kid).toList();
    }

    @Override
    public void close() {
      keeper.close();
      reader.close();
    }
  }

  private Map<String, State> states() throws InterruptedException {
    return edits(ANCHOR).all().values().stream()
        .collect(Collectors.toMap(KeyContent::kid, KeyContent::state));
  }

  private Map<String, State> awaitStates(State... states) {
    List<State> wanted = List.of(states);
    return until(
        "the keys are " + wanted,
        () -> {
          Map<String, State> now = states();
          return now.values().stream().sorted().toList().equals(wanted)
              ? Optional.of(now)
              : Optional.empty();
        });
  }

  private static <T> T until(String what, Callable<Optional<T>> found) {
    return await(what)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(found, Optional::isPresent)
        .orElseThrow();
  }

  private static String in(State state, Map<String, State> states) {
    return states.entrySet().stream()
        .filter(e -> e.getValue() == state)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private static String signerOf(Instance instance, String other) {
    return until(
        "another key than " + other + " signs",
        () -> instance.signer().filter(kid -> !kid.equals(other)));
  }

  @Test
  void a_key_goes_through_its_states_in_its_time_and_through_a_restart_in_each() throws Exception {
    // Given: somebody crashed after a key was made and before it was published
    String first =
        vault("a")
            .make(ANCHOR.authority(), clock.instant(), clock.instant().plus(TIMES.validity()))
            .kid();

    // pending: published, and does not sign
    Instance sim = new Instance("a", ANCHOR);
    assertEquals(Map.of(first, State.PENDING), awaitStates(State.PENDING), "no second one is made");
    assertEquals(Optional.empty(), sim.signer());
    sim.close();
    sim = new Instance("a", ANCHOR);
    assertEquals(Optional.empty(), sim.signer());

    // active
    clock.goOn(TIMES.lead());
    assertEquals(first, signerOf(sim, ""));
    sim.close();
    sim = new Instance("a", ANCHOR);
    assertEquals(first, signerOf(sim, ""), "it goes on with the key it had");

    // a successor, published before its time
    clock.goOn(TIMES.rotation().minus(TIMES.lead()));
    String second = in(State.PENDING, awaitStates(State.PENDING, State.ACTIVE));
    assertEquals(Optional.of(first), sim.signer());
    sim.close();
    sim = new Instance("a", ANCHOR);

    // the change: in one moment
    clock.goOn(TIMES.lead());
    assertEquals(second, signerOf(sim, first));
    Map<String, State> changed = awaitStates(State.ACTIVE, State.VERIFY_ONLY);
    assertEquals(State.VERIFY_ONLY, changed.get(first));
    KeyContent former = edits(ANCHOR).all().get(first);
    assertEquals(clock.instant().plus(TIMES.acceptance()), former.notAfter());
    sim.close();
    sim = new Instance("a", ANCHOR);
    assertEquals(second, signerOf(sim, ""));

    // retired when the last token under it has expired, and destroyed
    clock.goOn(TIMES.acceptance().minusMillis(1));
    assertEquals(changed, states());
    clock.goOn(Duration.ofMillis(1));
    assertEquals(State.RETIRED, awaitStates(State.ACTIVE, State.RETIRED).get(first));
    Instance last = sim;
    assertTrue(
        until(
            "the private key is destroyed",
            () -> Optional.of(last.held().equals(List.of(second))).filter(done -> done)));
  }

  @Test
  void two_instances_share_no_key_and_change_theirs_side_by_side() throws Exception {
    Instance one = new Instance("one", ANCHOR);
    Instance two = new Instance("two", ANCHOR);
    awaitStates(State.PENDING, State.PENDING);
    clock.goOn(TIMES.lead());
    String ofOne = signerOf(one, "");
    String ofTwo = signerOf(two, "");
    assertNotEquals(ofOne, ofTwo);

    for (int n = 0; n < 3; n++) {
      // When: all are asked, at the same time as both work
      assertEquals(
          List.of(ofOne, ofTwo).stream().sorted().toList(),
          edits(ANCHOR).rotate().stream().sorted().toList());
      until(
          "two successors",
          () ->
              Optional.of(states().values().stream().filter(s -> s == State.PENDING).count())
                  .filter(count -> count == 2));
      clock.goOn(TIMES.lead());

      // Then
      ofOne = signerOf(one, ofOne);
      ofTwo = signerOf(two, ofTwo);
      assertNotEquals(ofOne, ofTwo);
    }
    assertEquals(
        2, states().values().stream().filter(s -> s == State.ACTIVE).count(), "one for each");
    assertEquals(6, states().values().stream().filter(s -> s == State.VERIFY_ONLY).count());
  }

  @Test
  void a_key_that_is_retired_at_once_is_replaced_and_the_other_instance_is_not_touched()
      throws Exception {
    Instance one = new Instance("one", ANCHOR);
    Instance two = new Instance("two", ANCHOR);
    awaitStates(State.PENDING, State.PENDING);
    clock.goOn(TIMES.lead());
    String stolen = signerOf(one, "");
    String ofTwo = signerOf(two, "");

    assertTrue(edits(ANCHOR).retire(stolen, Optional.of("the disk was lost")));

    assertEquals(Optional.of("the disk was lost"), edits(ANCHOR).all().get(stolen).note().reason());
    awaitStates(State.PENDING, State.ACTIVE, State.RETIRED);
    assertEquals(Optional.empty(), one.signer(), "nobody would believe it yet");
    clock.goOn(TIMES.lead());
    String next = signerOf(one, stolen);
    assertNotEquals(ofTwo, next);
    assertEquals(Optional.of(ofTwo), two.signer());
    assertFalse(edits(ANCHOR).retire("nobody", Optional.empty()));
    assertFalse(one.held().contains(stolen));
  }

  @Test
  void an_anchor_that_signed_tokens_itself_goes_on_until_there_is_a_token_key() throws Exception {
    edits(ANCHOR).change(none -> List.of(anchorAsTokenKey()));
    String anchor = ANCHOR.key().kid();
    Instance sim = new Instance("a", ANCHOR);
    awaitStates(State.PENDING, State.ACTIVE);
    assertEquals(Optional.of(anchor), sim.signer());

    clock.goOn(TIMES.lead());

    assertNotEquals(anchor, signerOf(sim, anchor));
    assertEquals(State.ACTIVE, states().get(anchor), "other instances may still sign with it");
    assertFalse(edits(ANCHOR).rotate().contains(anchor), "a command can't replace an anchor");
  }

  private static KeyContent anchorAsTokenKey() {
    return new KeyContent(
        ANCHOR.key().kid(),
        ANCHOR.key().publicHalf().jwk(),
        State.ACTIVE,
        Instant.now().minusSeconds(60),
        ANCHOR.certificate().getNotAfter().toInstant(),
        TrustChain.x5c(List.of(ANCHOR.certificate())),
        KeyContent.Note.NONE);
  }

  @Test
  void under_a_new_anchor_the_keys_of_the_old_one_are_replaced_without_a_gap() throws Exception {
    Instance before = new Instance("a", ANCHOR);
    awaitStates(State.PENDING);
    clock.goOn(TIMES.lead());
    String old = signerOf(before, "");
    before.close();

    Instance after = new Instance("a", NEXT);
    awaitStates(State.PENDING, State.ACTIVE);
    assertEquals(Optional.of(old), after.signer());
    clock.goOn(TIMES.lead());

    String fresh = signerOf(after, old);
    KeyContent entry = edits(NEXT).all().get(fresh);
    assertTrue(NEXT.authority().certified(entry.chain().get(0)));
    assertEquals(State.VERIFY_ONLY, awaitStates(State.ACTIVE, State.VERIFY_ONLY).get(old));
  }

  @Test
  void entries_of_an_anchor_that_is_trusted_since_count_and_one_trusted_no_more_writes_none()
      throws Exception {
    // Given: edits from before the next anchor was trusted, which has the last word on a key
    KeyEdits edits =
        new KeyEdits(cluster, List.of(ANCHOR.key().publicHalf()), ANCHOR.key(), CRYPTO, clock);
    edits.change(none -> List.of(anchorAsTokenKey()));
    String kid = ANCHOR.key().kid();
    assertTrue(edits(NEXT).retire(kid, Optional.empty()));
    assertEquals(State.ACTIVE, edits.all().get(kid).state());

    // When
    edits.trust(anchors());

    // Then
    assertEquals(State.RETIRED, edits.all().get(kid).state());

    // When
    edits.trust(List.of(NEXT.key().publicHalf()));

    // Then
    AdminFailure refused =
        assertThrows(
            AdminFailure.class,
            () ->
                edits.change(
                    current -> {
                      throw new AssertionError("nobody would believe it");
                    }));
    assertTrue(refused.getMessage().contains("trust.sim"), refused.getMessage());
  }

  @Test
  void who_writes_second_decides_anew_and_undoes_nothing() throws Exception {
    edits(ANCHOR).change(none -> List.of(anchorAsTokenKey()));
    String kid = ANCHOR.key().kid();

    // When: another writer retires the key while this one has decided to change it, and not written
    assertThrows(
        AdminFailure.Overtaken.class,
        () ->
            edits(ANCHOR)
                .change(
                    current -> {
                      retire(kid);
                      KeyContent key = current.get(kid);
                      return List.of(key.in(State.VERIFY_ONLY, key.notBefore(), key.notAfter()));
                    }));

    // Then
    assertEquals(State.RETIRED, states().get(kid));
  }

  private void retire(String kid) {
    try {
      assertTrue(edits(ANCHOR).retire(kid, Optional.empty()));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
