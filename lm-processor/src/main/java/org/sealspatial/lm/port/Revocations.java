/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.port;

import org.sealspatial.lm.domain.VerifiedToken;

/** What was revoked, at one moment: by token, client, VAL UE, service, key, or time of issue. */
public interface Revocations {

  /** Whether a revocation hits this token. */
  boolean revoked(VerifiedToken token);
}
