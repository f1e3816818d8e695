/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {
  private final Patience patience = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30));

  @ParameterizedTest
  @CsvSource({
    "wait=5, 5",
    "WAIT=5, 5",
    "'respond-async, wait=5', 5",
    "'wait = \"5\"; x', 5",
    "'handling=strict; wait=7', 7",
    "wait=0, 1",
    "wait=31, 30",
    "wait=999999, 30",
    "wait=-1, 10",
    "wait=, 10",
    "wait=99999999999999999999, 10",
    "await=5, 10",
    "wait=5x, 10",
    "'', 10"
  })
  void honours_a_preference_within_bounds(String prefer, int seconds) {
    var match = HttpApi.find("GET", "/oauth2/jwks");
    var call =
        new HttpCall(
            match,
            null,
            Map.of("Prefer", List.of(prefer)),
            new byte[0],
            RequestIds.fresh(),
            Optional.empty());

    assertEquals(Duration.ofSeconds(seconds), patience.of(call));
  }
}
