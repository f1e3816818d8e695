/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.port;

import java.util.Optional;
import org.sealspatial.jose.VerificationKey;

/** The keys of SIM-S at one moment, each under its trust anchor (TS 33.434 clause 6.1.2). */
public interface TrustedKeys {

  /** The key with this id, in whatever state; the id is untrusted text. */
  Optional<TrustedKey> find(String kid);

  /** Whether there is no key at all: nothing can be verified then. */
  boolean isEmpty();

  /**
   * A key and what it is good for.
   *
   * @param version version of the record that brought the key: another version is another key
   */
  record TrustedKey(VerificationKey key, State state, long version) {
    /** Whether a token under this key may be believed now. */
    public boolean verifies() {
      return state == State.ACTIVE || state == State.VERIFY_ONLY;
    }
  }

  /** Life of a key: pending, active, verify-only, retired. */
  enum State {
    /** Published, not in use yet. */
    PENDING,
    /** Signs and verifies. */
    ACTIVE,
    /** Signs no more; tokens under it live on. */
    VERIFY_ONLY,
    /** Good for nothing. */
    RETIRED
  }
}
