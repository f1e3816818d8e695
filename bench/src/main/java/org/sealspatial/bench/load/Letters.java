/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.load;

import java.util.List;

/** Writes requests of one kind. Every call gives new ones: no id is ever used again. */
@FunctionalInterface
public interface Letters {
  /** So many, to be published within the next half minute: proofs are short-lived. */
  List<Letter> write(int count);
}
