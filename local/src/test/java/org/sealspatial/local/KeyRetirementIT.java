/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.PemVault;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.routes.table.KeyContent;
import org.sealspatial.routes.table.KeyContent.State;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;

/** A token key whose time comes: no command, nobody who looks after it. */
@WithKafka
class KeyRetirementIT {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Duration LONGEST_LIFE = Duration.ofSeconds(20);
  private static final String UE = "ue-1";

  @TempDir Path folder;
  private TestStack stack;
  private TokenLife life;

  @Test
  void by_time_alone_a_key_is_replaced_and_retired_and_a_copy_of_it_signs_nothing_any_more(
      KafkaUnderTest kafka) throws Exception {
    try (var started =
        TestStack.start(
            kafka.bootstrap(),
            "--sim.keys.rotation=25s",
            "--sim.keys.lead=11s",
            "--sim.token.lifetime=20s",
            "--sim.token.max-lifetime=20s")) {
      stack = started;
      life = new TokenLife(stack);
      // Given: somebody has copied the key that signs
      String issued = life.token(UE);
      String kid = CompactJws.parse(issued).kid().orElseThrow();
      SigningKey copy = copyOf(kid);
      ObjectNode claims = CompactJws.parse(issued).claims();
      assertEquals("200", life.lmSays(UE, forged(copy, claims)));

      // Then: another key signs in its time, and the former one is still believed
      untilServed("its successor signs", () -> !kid.equals(kidOfNew()));
      assertEquals(State.VERIFY_ONLY, keys().get(kid).state());
      assertEquals("200", life.lmSays(UE, forged(copy, claims)));
      assertTrue(published().contains(kid), "still published");

      // And: when no token of it can be alive any more it is retired, and destroyed
      untilServed("it is retired", () -> keys().get(kid).state() == State.RETIRED);
      assertFalse(
          Instant.now().isBefore(keys().get(kid).notAfter()), "not before the time it was given");
      await("it is destroyed").atMost(SOON).until(() -> !Files.exists(file(kid)));
      await("it is published no more").atMost(SOON).until(() -> !published().contains(kid));
      assertEquals("TOKEN_INVALID", life.lmSays(UE, forged(copy, claims)));
      assertEquals(List.of("TOKEN_KEY_UNKNOWN"), causes());
      assertEquals("200", life.lmSaysOfNew(UE));
      Reconciliation.check(stack);
    }
  }

  /** Meanwhile each who asks gets a token and the map. */
  private void untilServed(String what, Callable<Boolean> done) {
    await(what)
        .atMost(SOON)
        .until(
            () -> {
              assertEquals("200", life.lmSaysOfNew(UE), "while waiting until " + what);
              return done.call();
            });
  }

  private String kidOfNew() throws Exception {
    return CompactJws.parse(life.token(UE)).kid().orElseThrow();
  }

  private Path file(String kid) {
    return stack.stack().config().deployment().dataDir().resolve("keys").resolve(kid + ".pem");
  }

  private SigningKey copyOf(String kid) throws Exception {
    Path stolen = Files.createDirectory(folder.resolve("stolen"));
    Files.copy(
        file(kid), stolen.resolve(kid + ".pem"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    return new PemVault(stolen, TestStack.CRYPTO).keys().get(0).key();
  }

  /** A token with these rights that is issued now. */
  private static String forged(SigningKey key, ObjectNode claims) {
    long now = Instant.now().getEpochSecond();
    return key.sign(
        "at+jwt",
        claims
            .deepCopy()
            .put("iat", now)
            .put("nbf", now)
            .put("exp", now + LONGEST_LIFE.toSeconds())
            .put("jti", UUID.randomUUID().toString()));
  }

  private Map<String, KeyContent> keys() throws Exception {
    return stack.keyEdits().all();
  }

  private String published() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(stack.gatewayUrl() + "/oauth2/jwks")).build();
    return stack.client().build().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Why LM-S has refused anything so far. */
  private List<String> causes() {
    return stack.audit().stream()
        .filter(audit -> audit.getFlow() == Flow.SPATIAL && audit.getCause() != null)
        .map(AuditRecord::getCause)
        .distinct()
        .toList();
  }
}
