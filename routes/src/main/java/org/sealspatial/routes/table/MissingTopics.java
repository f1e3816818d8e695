/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.util.List;

/**
 * Tables of which there is no topic: while one is missing, none is read, and all views grow old.
 */
final class MissingTopics extends Exception {
  private static final long serialVersionUID = 1L;

  MissingTopics(List<String> names) {
    super(String.join(", ", names) + " is missing, see docs/tables.md");
  }
}
