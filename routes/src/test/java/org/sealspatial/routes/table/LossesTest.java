/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.schemas.Topic.REVOCATIONS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whom a deletion that nobody signed holds up: who decides on tokens, and not who can help. */
class LossesTest {
  private static final Operator OPERATOR = new Operator();
  private static final String PREFIX = "seal";

  private final SetClock clock = new SetClock(Instant.now());
  private final Positions positions = new Positions(PREFIX, List.of(REVOCATIONS));
  private final Losses losses =
      new Losses(new TableReader.Source(Map.of(), PREFIX, "test"), positions, clock);

  private TableSnapshot read(Table table) {
    return new TableFold(List.of(table), clock).snapshot(Map.of());
  }

  @Test
  void who_decides_on_tokens_lacks_what_may_have_been_deleted() {
    losses.deleted(REVOCATIONS, clock.instant(), 7);

    TableSnapshot view = read(SignedTable.revocations(List.of(OPERATOR.anchor())));

    assertTrue(losses.lackRevocations(view));
    assertEquals(Map.of("seal.revocations.v1", 7L), losses.asAudited(Map.of()));
  }

  /** Else a deletion would keep the operator from revoking everything, which is its remedy. */
  @Test
  void the_operators_view_of_the_entries_as_they_are_is_not_held_up() {
    losses.deleted(REVOCATIONS, clock.instant(), 7);
    var entries =
        new SignedTable<ObjectNode>(
            REVOCATIONS, List.of(OPERATOR.anchor()), (entry, content) -> content);

    assertFalse(losses.lackRevocations(read(entries)));
  }

  @Test
  void what_was_deleted_before_any_living_token_was_issued_is_not_lacking() {
    losses.deleted(REVOCATIONS, clock.instant(), 7);
    clock.set(clock.instant().plus(RevocationContent.OUTLIVES));

    assertFalse(losses.lackRevocations(read(SignedTable.revocations(List.of(OPERATOR.anchor())))));
  }
}
