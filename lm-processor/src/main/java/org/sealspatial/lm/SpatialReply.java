/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm;

import java.util.Optional;
import java.util.OptionalLong;
import org.sealspatial.lm.json.AnswerText;
import org.sealspatial.lm.token.SignedToken;
import org.sealspatial.schemas.FailureCause;

/**
 * The answer of LM-S: content, or the exact cause of refusal, and what the audit must know.
 *
 * @param answer JSON of TS 29.437; absent where refused
 * @param refusal exact cause; absent where granted
 * @param duplicate whether this very request was decided before
 * @param authenticated whether the sender was proven: only then is the request remembered
 */
public record SpatialReply(
    Optional<AnswerText> answer,
    Optional<FailureCause> refusal,
    boolean duplicate,
    boolean authenticated,
    Facts facts) {

  public SpatialReply {
    if (answer.isPresent() == refusal.isPresent()) {
      throw new IllegalArgumentException("a reply is an answer or a refusal");
    }
  }

  /** Whether the grant hides something. */
  public boolean withheld() {
    return answer.map(AnswerText::withheld).orElse(false);
  }

  /**
   * What came to light on the way, as far as it got. Only what a verified signature vouches for,
   * but for the resource, which is what was asked.
   *
   * @param clientId client_id of the token
   * @param subject the VAL UE
   * @param resource the map or anchors asked for
   * @param token identity of the token
   * @param proofHash hash of client id and jti of the proof that was used up; absent where the
   *     request is not remembered
   */
  public record Facts(
      Optional<String> clientId,
      Optional<String> subject,
      Optional<String> resource,
      Optional<TokenFacts> token,
      Optional<String> proofHash) {}

  /**
   * Which token it was.
   *
   * @param issuedAt seconds
   * @param expiresAt seconds
   */
  public record TokenFacts(
      String jti, String kid, long issuedAt, long expiresAt, OptionalLong policyVersion) {

    static TokenFacts of(SignedToken token) {
      return new TokenFacts(
          token.claims().jti(),
          token.kid(),
          token.claims().issuedAt().getEpochSecond(),
          token.claims().expiresAt().getEpochSecond(),
          OptionalLong.of(token.claims().policyVersion()));
    }
  }
}
