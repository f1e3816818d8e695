/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.token;

import java.util.List;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.lm.domain.Grant;

/**
 * A token whose signature, issuer and audience are right: it says what SIM-S said. Time, key state,
 * proof and revocation are not yet checked, so it opens nothing.
 *
 * @param keyVersion version of the key record it was verified with
 */
public record SignedToken(AccessToken claims, String kid, long keyVersion, List<Grant> grants) {
  public SignedToken {
    grants = List.copyOf(grants);
  }

  @Override
  public String toString() {
    return "SignedToken[kid=" + kid + "]";
  }
}
