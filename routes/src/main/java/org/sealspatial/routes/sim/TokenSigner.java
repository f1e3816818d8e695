/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.sim;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.routes.table.KeyContent;

/** Chooses the key that SIM-S signs tokens with. */
@FunctionalInterface
public interface TokenSigner {

  /**
   * The key to sign with now; absent: none may.
   *
   * @param published what the table of keys says of a kid
   */
  Optional<SigningKey> choose(Function<String, Optional<KeyContent>> published, Instant now);

  /** One key for ever, while the table says that it is active. */
  static TokenSigner only(SigningKey key) {
    return (published, now) ->
        published
            .apply(key.kid())
            .filter(entry -> entry.state() == KeyContent.State.ACTIVE)
            .filter(entry -> now.isBefore(entry.notAfter()))
            .map(entry -> key);
  }
}
