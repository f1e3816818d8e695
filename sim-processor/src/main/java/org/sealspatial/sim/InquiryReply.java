/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.TokenRules;
import org.sealspatial.jose.replay.Remembered;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.sim.port.RegisteredClient;

/**
 * What an inquiry ends in, and what the audit is told.
 *
 * @param status RFC 7662 section 2.2, or an empty object; absent: refused
 * @param cause exact failure cause; absent: answered
 * @param client the registered client the inquiry names, whether authenticated or not
 * @param decision what is remembered so that the assertion is used up; absent: nothing
 * @param duplicate whether it was asked before
 * @param token the client's own token that it is about; absent: there is none such
 * @param revokes whether that token is to be revoked now: it was not before
 */
public record InquiryReply(
    Optional<ObjectNode> status,
    Optional<FailureCause> cause,
    Optional<RegisteredClient> client,
    Optional<Remembered> decision,
    boolean duplicate,
    Optional<TokenRules.Signed> token,
    boolean revokes) {

  static InquiryReply refused(
      Rejected e, Optional<RegisteredClient> client, Optional<Remembered> decision) {
    return new InquiryReply(
        Optional.empty(),
        Optional.of(e.failureCause()),
        client,
        decision,
        false,
        Optional.empty(),
        false);
  }

  /** RFC 7662 section 2.2: of a token that is not active nothing else is said. */
  static ObjectNode inactive() {
    return StrictJson.object().put("active", false);
  }

  static ObjectNode active(AccessToken token) {
    ObjectNode claims = token.toJson();
    ObjectNode json = StrictJson.object().put("active", true);
    json.put("token_type", token.confirmation().isPresent() ? "DPoP" : "Bearer");
    return json.setAll(claims);
  }
}
