/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.routes.admin.KeyEdits;
import org.sealspatial.routes.config.SealConfig;
import org.sealspatial.routes.table.KeyContent;
import org.sealspatial.routes.table.KeyContent.State;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.SimAnchor;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Topic;

/** Another anchor of SIM-S while token keys change by themselves: whoever looks at it takes it. */
@WithKafka
class AnchorReloadIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final SimAnchor OTHER = SimAnchor.of(Duration.ofDays(9000));
  private static final long DAY = Duration.ofDays(1).toSeconds();

  @TempDir Path folder;

  @Test
  void the_keeper_of_the_keys_and_the_metric_of_their_end_go_by_the_anchors_of_now(
      KafkaUnderTest kafka) throws Exception {
    Map<String, String> settings = new HashMap<>(LocalKeys.in(folder.resolve("secrets")));
    String own = Files.readString(Path.of(settings.get("trust.sim")));
    String other = Files.readString(SimAnchor.certificateFile(folder, OTHER));
    Path anchors = Files.writeString(folder.resolve("anchors.pem"), own);
    settings.put("trust.sim", anchors.toString());
    settings.put("sim.keys.rotation", "30d");
    settings.put("sim.keys.lead", "5s");
    settings.put("lm.revocations.max-staleness", "4s");
    Path file = Files.writeString(folder.resolve("seal.properties"), "log.level=warn");
    try (TestStack stack = TestStack.startWatching(kafka.bootstrap(), file, settings);
        var log = new LogTap()) {
      // Given
      String first = awaitActive(stack, "");
      long days = days(stack);
      assertTrue(days < 4000, "the own anchor ends in " + days + " days");

      // When: another anchor comes beside it, and has the keys replaced
      Files.writeString(anchors, own + other);
      await("LM-S looks at the end of the new anchor").atMost(SOON).until(() -> days(stack) > 8000);
      assertEquals(List.of(first), edits(stack, OTHER.key()).rotate());

      // Then: the keeper has read that, and all believe what it writes on top of it
      String second = awaitActive(stack, first);
      assertEquals(State.VERIFY_ONLY, states(stack).get(first));

      // When: its own anchor goes
      int written = Reconciliation.records(stack, stack.topic(Topic.KEYS)).size();
      Set<String> held = held(stack);
      assertEquals(2, held.size(), held::toString);
      Files.writeString(anchors, other);

      // Then: it writes nothing more, since nobody would believe it, and destroys nothing
      await("the keeper says so")
          .atMost(SOON)
          .until(() -> log.count("ALARM", "sim.signing-key", "is not in trust.sim") == 1);
      assertEquals(written, Reconciliation.records(stack, stack.topic(Topic.KEYS)).size());
      assertEquals(held, held(stack));

      // And back
      Files.writeString(anchors, own);
      await("LM-S looks at the end of the old anchor again")
          .atMost(SOON)
          .until(() -> days(stack) < 4000);
      assertEquals(second, awaitActive(stack, first));
      assertEquals("200", new TokenLife(stack).lmSaysOfNew("ue-1"), "it signs as before");
      assertEquals(written, Reconciliation.records(stack, stack.topic(Topic.KEYS)).size());
      assertEquals(held, held(stack));
      Reconciliation.check(stack);
    }
  }

  /** The files of the token keys. */
  private static Set<String> held(TestStack stack) throws Exception {
    Path keys = stack.stack().config().deployment().dataDir().resolve("keys");
    try (Stream<Path> files = Files.list(keys)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static long days(TestStack stack) throws Exception {
    return (long)
        (Metrics.of(stack).sum("seal_certificate_expires_seconds", "certificate=\"trust.sim\"")
            / DAY);
  }

  /** By whoever may have signed it. */
  private static KeyEdits edits(TestStack stack, SigningKey anchor) throws Exception {
    SealConfig config = stack.stack().config();
    return new KeyEdits(
        config.cluster(),
        List.of(OTHER.key().publicHalf(), ownKey(stack).publicHalf()),
        anchor,
        TestStack.CRYPTO,
        Clock.systemUTC());
  }

  private static SigningKey ownKey(TestStack stack) throws Exception {
    return stack.stack().config().sim().orElseThrow().signing().key().open(TestStack.CRYPTO);
  }

  private static Map<String, State> states(TestStack stack) throws Exception {
    return edits(stack, OTHER.key()).all().values().stream()
        .collect(Collectors.toMap(KeyContent::kid, KeyContent::state));
  }

  /** The one key that is active, which is not that. */
  private static String awaitActive(TestStack stack, String former) {
    return await("another key is active than " + former)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () ->
                states(stack).entrySet().stream()
                    .filter(key -> key.getValue() == State.ACTIVE)
                    .map(Map.Entry::getKey)
                    .toList(),
            active -> active.size() == 1 && !active.contains(former))
        .get(0);
  }
}
