/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.routes.admin.Narrowing.Target;
import org.sealspatial.routes.table.ClientContent;
import org.sealspatial.routes.table.InvalidContent;
import org.sealspatial.routes.table.PolicyContent;
import org.sealspatial.routes.table.RevocationContent.By;

class NarrowingTest {
  private static final Set<Target> ARCADE = Set.of(new Target(By.CLIENT, "arcade"));
  private static final String CLIENT =
      "{\"id\":\"arcade\",\"keys\":[" + OperatorBench.jwk() + "],\"valUes\":[\"ue-1\",\"ue-2\"]}";
  private static final String RULE =
      """
      {"id":"r","effect":"allow","clients":["arcade"],"valUes":["ue-1*"],"valServices":["mall"],
       "services":["SS_SmManagement"],"actions":["get","list"],"maps":[1,2],"layers":["a","b"],
       "area":{"polygon":[[0,0],[1,0],[1,1]]},"from":"2026-01-01T00:00:00Z",
       "until":"2027-01-01T00:00:00Z"}
      """;

  private static ObjectNode json(String text) {
    return StrictJson.object(text).orElseThrow();
  }

  private static Optional<PolicyContent> policy(String... rules) throws InvalidContent {
    ObjectNode policy = StrictJson.object().put("id", "p");
    for (String rule : rules) {
      policy.withArray("rules").add(json(rule));
    }
    return Optional.of(PolicyContent.parse(policy));
  }

  private static Set<Target> changed(String field, String value) throws InvalidContent {
    ObjectNode rule = json(RULE);
    if (value.equals("absent")) {
      rule.remove(field);
    } else {
      rule.set(field, StrictJson.read(value.replace('\'', '"')).orElseThrow());
    }
    return Narrowing.of(policy(RULE), policy(StrictJson.text(rule)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "clients | ['arcade','museum']",
        "clients | ['*']",
        "valUes | ['ue-*']",
        "valServices | ['mall','zoo']",
        "services | ['SS_SmManagement','SS_SmDiscovery']",
        "actions | ['list','get','discover']",
        "maps | [1,2,3]",
        "maps | absent",
        "layers | absent",
        "area | absent",
        "from | absent",
        "until | '2028-01-01T00:00:00Z'",
      })
  void what_allows_more_takes_nothing(String field, String value) throws InvalidContent {
    assertEquals(Set.of(), changed(field, value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "effect | 'deny'",
        "id | 'other'",
        "clients | ['museum']",
        "valUes | ['ue-12*']",
        "valUsers | ['ann']",
        "valServices | ['zoo']",
        "services | ['SS_SmDiscovery']",
        "actions | ['get']",
        "maps | [1]",
        "layers | ['a','c']",
        "area | {'polygon':[[0,0],[0.5,0],[0.5,0.5]]}",
        "from | '2026-02-01T00:00:00Z'",
        "until | '2026-12-01T00:00:00Z'",
        "tokenLifetime | 'PT1M'",
      })
  void what_allows_less_or_can_not_be_compared_hits_the_client(String field, String value)
      throws InvalidContent {
    Set<Target> targets = changed(field, value);
    assertEquals(true, targets.containsAll(ARCADE), targets::toString);
  }

  @Test
  void a_rule_for_anyone_is_revoked_by_its_services() throws InvalidContent {
    String anyone = RULE.replace("[\"arcade\"]", "[\"*\"]");
    assertEquals(
        Set.of(new Target(By.SERVICE, "SS_SmManagement")),
        Narrowing.of(policy(anyone), Optional.empty()));
  }

  @Test
  void a_new_denial_takes_and_a_denial_that_goes_takes_nothing() throws InvalidContent {
    String deny = RULE.replace("\"r\"", "\"d\"").replace("allow", "deny");
    assertEquals(ARCADE, Narrowing.of(policy(RULE), policy(RULE, deny)));
    assertEquals(Set.of(), Narrowing.of(policy(RULE, deny), policy(RULE)));
    assertEquals(ARCADE, Narrowing.of(Optional.empty(), policy(deny)));
  }

  private static Set<Target> client(Consumer<ObjectNode> change) throws InvalidContent {
    ObjectNode after = json(CLIENT);
    change.accept(after);
    return Narrowing.of(
        ClientContent.parse(json(CLIENT), OperatorBench.CRYPTO),
        Optional.of(ClientContent.parse(after, OperatorBench.CRYPTO)));
  }

  @Test
  void a_client_that_loses_something_is_hit() throws InvalidContent {
    assertEquals(ARCADE, client(c -> c.put("disabled", true)));
    assertEquals(ARCADE, client(c -> c.withArray("valUes").remove(0)));
    assertEquals(ARCADE, client(c -> c.withArray("keys").set(0, json(OperatorBench.jwk()))));
    assertEquals(
        ARCADE,
        Narrowing.of(ClientContent.parse(json(CLIENT), OperatorBench.CRYPTO), Optional.empty()));
  }

  @Test
  void a_client_that_gains_something_is_not() throws InvalidContent {
    assertEquals(Set.of(), client(c -> c.withArray("valUes").add("ue-3")));
    assertEquals(Set.of(), client(c -> c.withArray("keys").add(json(OperatorBench.jwk()))));
    assertEquals(Set.of(), client(c -> c.put("proof", "optional")));
    assertEquals(Set.of(), client(c -> c.put("requestor", "bus")));
  }
}
