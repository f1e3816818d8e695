/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopesTest {
  @Test
  void writes_and_reads_the_actions_of_one_service() {
    String text = Scopes.of("SS_SmManagement", Set.of("list", "get"));

    assertEquals("seal:SS_SmManagement:get seal:SS_SmManagement:list", text);
    Scopes scopes = Scopes.parse(text).orElseThrow();
    assertEquals("SS_SmManagement", scopes.service());
    assertEquals(Set.of("get", "list"), scopes.actions());
    assertTrue(scopes.allows("get"));
    assertEquals(text, scopes.text());
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        " ",
        "seal:SS_SmManagement",
        "seal:SS_SmManagement:",
        "seal::get",
        "SEAL:SS_SmManagement:get",
        "seal:SS_SmManagement:get:more",
        "seal:SS_SmManagement:Get",
        " seal:SS_SmManagement:get",
        "seal:SS_SmManagement:get ",
        "seal:SS_SmManagement:get  seal:SS_SmManagement:list",
        "seal:SS_SmManagement:get\tseal:SS_SmManagement:list",
        "seal:SS_SmManagement:get seal:SS_SmManagement:get",
        "seal:SS_SmManagement:get seal:SS_SAnDiscovery:discover",
        "seal:SS Sm:get",
        "seal:*:get",
        "seal:9Sm:get",
        "seal:_Sm:get",
        "seal:SS-Sm:get",
        "seal:SS_SmManagement:1get",
        "seal:SS_SmManagement:_get",
        "seal:SS_SmManagement:-get",
        "seal:SS_SmManagement:gét",
        "seal",
        "seal:",
        "openid"
      })
  void refuses_everything_outside_the_grammar(String text) {
    assertTrue(Scopes.parse(text).isEmpty());
  }

  @Test
  void takes_names_of_up_to_64_characters() {
    String longest = "a".repeat(64);

    assertTrue(Scopes.parse("seal:" + longest + ":" + longest).isPresent());
    assertTrue(Scopes.parse("seal:" + longest + "a:get").isEmpty());
    assertTrue(Scopes.parse("seal:S:" + longest + "a").isEmpty());
    assertTrue(Scopes.parse("seal:A_9:b_C-9").isPresent());
  }

  @Test
  void refuses_to_write_what_it_would_not_read() {
    assertThrows(IllegalArgumentException.class, () -> Scopes.of("SS_SmManagement", Set.of()));
    assertThrows(IllegalArgumentException.class, () -> Scopes.of("a b", Set.of("get")));
    assertThrows(IllegalArgumentException.class, () -> Scopes.of("a", Set.of("get x")));
  }
}
