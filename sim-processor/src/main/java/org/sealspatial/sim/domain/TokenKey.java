/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A key of this SIM-S instance: what it holds, and what the table of keys says of it.
 *
 * @param kid key id
 * @param stage where it is in its life
 * @param notBefore pending: when it may sign first; active: since when it signs
 * @param notAfter from then on nobody believes it
 * @param replaceAt when somebody wants it replaced; absent: its schedule decides
 * @param foreign whether another anchor than the present one certified it
 */
public record TokenKey(
    String kid,
    Stage stage,
    Instant notBefore,
    Instant notAfter,
    Optional<Instant> replaceAt,
    boolean foreign) {

  /** Where a key is in its life. */
  public enum Stage {
    /** Made, and not published yet. */
    MADE,
    /** Published, does not sign yet. */
    PENDING,
    /** Signs. */
    ACTIVE,
    /** Signs no more; its tokens are good until its end. */
    VERIFY_ONLY,
    /** Good for nothing. */
    RETIRED
  }
}
