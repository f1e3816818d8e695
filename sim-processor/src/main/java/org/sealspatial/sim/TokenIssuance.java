/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import java.time.Instant;
import java.util.Optional;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.replay.RequestMemory;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.sim.port.RegisteredClient;
import org.sealspatial.sim.port.SimView;

/**
 * Figure 1 at SIM-S: authenticate the client, recall whether this was asked before, decide by
 * policy, sign. The only SIM-S class a route calls. Repeatable: everything it looks at is an
 * argument.
 */
public final class TokenIssuance {
  private final Authentication authentication;
  private final Hearing.Tools tools;

  /** With the operator's settings, the provider that verifies, and the maker of jti. */
  public TokenIssuance(IssuerSettings settings, CryptoProvider crypto, TokenIds ids) {
    this.authentication = new Authentication(settings, crypto);
    this.tools = new Hearing.Tools(settings, ids, new TokenMinter(settings));
  }

  /**
   * What this request ends in.
   *
   * @param view the state it is decided on
   * @param memory what the owner of the partition remembers; the decision is staged there
   * @param now the processor's clock
   */
  public TokenReply handle(TokenCall call, SimView view, RequestMemory memory, Instant now) {
    Optional<RegisteredClient> client = view.client(call.clientId());
    try {
      Authentication.checkForm(call, now);
      RegisteredClient known = registered(call, client);
      var sender = authentication.sender(call, known);
      return new Hearing(tools, call, known, sender, new Hearing.Moment(view, memory, now)).reply();
    } catch (Rejected e) {
      return TokenReply.refused(e, client, false, Optional.empty(), view);
    }
  }

  /** The client, where it may ask and can be answered. */
  static RegisteredClient registered(ClientCall call, Optional<RegisteredClient> client)
      throws Rejected {
    RegisteredClient known =
        client
            .filter(c -> !c.disabled())
            .orElseThrow(
                () -> new Rejected(FailureCause.UNKNOWN_CLIENT, "not registered, or disabled"));
    if (!call.arrival().fromGateway() && known.requestor().isEmpty()) {
      throw new Rejected(FailureCause.REPLY_NOT_ALLOWED, "the client is registered for HTTP only");
    }
    return known;
  }
}
