/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealspatial.schemas.v1.ConfigChange;
import org.sealspatial.schemas.v1.ConfigOutcome;

class AuditLineTest {
  private static final ConfigChange REFUSED =
      ConfigChange.newBuilder()
          .setId("i1")
          .setTime(Instant.parse("2026-11-24T12:00:00Z"))
          .setInstance("a")
          .setRoles(List.of("lm", "sim"))
          .setOutcome(ConfigOutcome.REFUSED)
          .setReason("UNFIT")
          .setSettings(List.of("trust.operator", "trust.sim"))
          .setBefore("b")
          .setAfter("c")
          .build();

  @Test
  void changed_settings_are_a_line_of_their_own_kind() {
    assertEquals(
        "2026-11-24T12:00:00Z CONFIG_CHANGED REFUSED reason=UNFIT"
            + " settings=trust.operator,trust.sim before=b after=c by=lm,sim/a id=i1",
        AuditLine.text(REFUSED));
  }

  @Test
  void as_json_they_say_what_they_are() {
    assertEquals(
        "{\"id\":\"i1\",\"time\":\"2026-11-24T12:00:00Z\",\"instance\":\"a\","
            + "\"roles\":[\"lm\",\"sim\"],\"outcome\":\"REFUSED\",\"reason\":\"UNFIT\","
            + "\"settings\":[\"trust.operator\",\"trust.sim\"],\"before\":\"b\",\"after\":\"c\","
            + "\"event\":\"CONFIG_CHANGED\"}",
        AuditLine.json(REFUSED));
  }
}
