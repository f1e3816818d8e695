/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.demo;

import org.sealspatial.schemas.v1.AuditRecord;

/** An audit record in one line. */
final class AuditLine {
  private AuditLine() {}

  static String of(AuditRecord record) {
    return "%s  %-8s %-9s %-20s %-15s %-9s %s"
        .formatted(
            record.getTime(),
            record.getInstance().substring(0, record.getInstance().indexOf('/')),
            record.getOutcome(),
            record.getCause() == null ? "" : record.getCause(),
            record.getService(),
            record.getOperation(),
            record.getRule() == null ? "" : "rule " + record.getRule());
  }
}
