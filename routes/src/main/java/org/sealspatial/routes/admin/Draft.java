/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Records that are signed and not yet written, and what they stand for. */
record Draft(List<TableRow> rows, Outcome outcome) {

  Draft(List<Change> changes, List<Change> revocations, List<TableRow> rows, long version) {
    this(rows, new Outcome(version, changes, revocations, 0, Map.of(), Duration.ZERO));
  }

  Draft with(int parts) {
    return new Draft(
        rows,
        new Outcome(
            outcome.version(),
            outcome.changes(),
            outcome.revocations(),
            parts,
            Map.of(),
            Duration.ZERO));
  }

  long version() {
    return outcome.version();
  }
}
