/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import java.util.Optional;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.replay.Remembered;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.sim.port.RegisteredClient;
import org.sealspatial.sim.port.SimView;

/**
 * What a token request ends in: a token, or the exact failure cause; and what the audit is told.
 *
 * @param token the token; absent: refused
 * @param cause exact failure cause; absent: granted
 * @param hint safe hint for the caller
 * @param client the registered client the request names, whether authenticated or not
 * @param authenticated whether the sender was proven
 * @param decision the decision that is remembered against a resend; absent: nothing was decided
 *     that a resend must repeat
 * @param possessionHash hash of client id and jti of the DPoP proof that is used up with it;
 *     absent: none
 * @param duplicate whether the first decision was repeated
 * @param keyId kid of the key that signed
 * @param policyVersion version of the policies it was decided on
 */
public record TokenReply(
    Optional<IssuedToken> token,
    Optional<FailureCause> cause,
    Optional<String> hint,
    Optional<RegisteredClient> client,
    boolean authenticated,
    Optional<Remembered> decision,
    Optional<String> possessionHash,
    boolean duplicate,
    Optional<String> keyId,
    long policyVersion) {

  /** A refusal: nothing but why, of whom, and on which policies. */
  static TokenReply refused(
      Rejected e,
      Optional<RegisteredClient> client,
      boolean authenticated,
      Optional<Remembered> decision,
      SimView view) {
    return new TokenReply(
        Optional.empty(),
        Optional.of(e.failureCause()),
        Optional.of(e.getMessage()),
        client,
        authenticated,
        decision,
        Optional.empty(),
        false,
        Optional.empty(),
        view.policies().version());
  }

  /** The same with the DPoP proof that it uses up; nothing is used up where nothing is decided. */
  TokenReply usingUp(Optional<String> possession) {
    return new TokenReply(
        token,
        cause,
        hint,
        client,
        authenticated,
        decision,
        possession.filter(hash -> decision.isPresent()),
        duplicate,
        keyId,
        policyVersion);
  }

  /**
   * The members of a token response (RFC 6749 section 5.1).
   *
   * @param accessToken compact JWT: a credential
   * @param type DPoP or Bearer
   * @param expiresIn seconds
   * @param scope what was granted
   * @param authorizationDetails what it is limited to, JSON array
   */
  public record IssuedToken(
      String accessToken, String type, int expiresIn, String scope, String authorizationDetails) {
    @Override
    public String toString() {
      return "IssuedToken[hidden]";
    }
  }
}
