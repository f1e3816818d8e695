/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose.replay;

import java.util.Optional;

/** What many decisions have in common, word by word, and is kept once for a page of them. */
record Terms(
    Optional<String> cause, Optional<String> granted, Optional<String> rule, boolean token) {
  static Terms of(Remembered decision) {
    return new Terms(
        decision.cause(), decision.granted(), decision.rule(), decision.jti().isPresent());
  }
}
