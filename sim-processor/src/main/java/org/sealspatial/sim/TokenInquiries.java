/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.Scopes;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.TokenRules;
import org.sealspatial.jose.replay.Remembered;
import org.sealspatial.jose.replay.RequestMemory;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.sim.TokenInquiry.Operation;
import org.sealspatial.sim.port.RegisteredClient;
import org.sealspatial.sim.port.SimView;

/**
 * Revocation (RFC 7009) and introspection (RFC 7662) at SIM-S, of a client's own tokens only. Both
 * may be repeated: a resent request is answered anew, from what is true then.
 */
public final class TokenInquiries {
  private final Authentication authentication;
  private final TokenRules rules;

  /** With the operator's settings and the rules that LM-S lets tokens in by. */
  public TokenInquiries(IssuerSettings settings, TokenRules rules, CryptoProvider crypto) {
    this.authentication = new Authentication(settings, crypto);
    this.rules = rules;
  }

  /**
   * What this inquiry ends in.
   *
   * @param view the state it is decided on
   * @param memory what the owner of the partition remembers; that the assertion is used up is
   *     staged
   * @param now the processor's clock
   */
  public InquiryReply handle(TokenInquiry call, SimView view, RequestMemory memory, Instant now) {
    Optional<RegisteredClient> client = view.client(call.clientId());
    Optional<Remembered> decision = Optional.empty();
    try {
      Authentication.checkForm(call, now);
      RegisteredClient known = TokenIssuance.registered(call, client);
      var sender = authentication.sender(call, known);
      boolean again = recall(call, sender, memory, now);
      decision = Optional.of(usedUp(call, sender, now));
      remember(decision.get(), again, sender, memory);
      return answer(
          call,
          view,
          now,
          new InquiryReply(
              Optional.empty(),
              Optional.empty(),
              client,
              decision,
              again,
              Optional.empty(),
              false));
    } catch (Rejected e) {
      return InquiryReply.refused(e, client, decision);
    }
  }

  private static boolean recall(
      TokenInquiry call, Authentication.Sender sender, RequestMemory memory, Instant now)
      throws Rejected {
    return switch (memory.recall(
        call.clientId(), call.requestId(), call.requestDigest(), sender.proofHash(), now)) {
      case FRESH -> false;
      case SAME_REQUEST -> true;
      case SAME_PROOF -> {
        if (call.arrival().fromGateway()) { // the answer goes to whoever asks: a copy gets none
          throw new Rejected(FailureCause.ASSERTION_REPLAYED, "the jti is used up");
        }
        yield true;
      }
      case REQUEST_ID_REUSED ->
          throw new Rejected(FailureCause.REQUEST_ID_REUSED, "the id is taken");
      case PROOF_REPLAYED ->
          throw new Rejected(FailureCause.ASSERTION_REPLAYED, "the jti is used up");
      case FULL -> throw new Rejected(FailureCause.BACKPRESSURE, "the replay memory is full");
    };
  }

  private static Remembered usedUp(TokenInquiry call, Authentication.Sender sender, Instant now) {
    return new Remembered(
        call.clientId(),
        call.requestId(),
        call.requestDigest(),
        sender.proofHash(),
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        now);
  }

  private static void remember(
      Remembered decision, boolean again, Authentication.Sender sender, RequestMemory memory) {
    if (again) {
      memory.stageProof(decision, sender.proofHash());
    } else {
      memory.stage(decision);
    }
  }

  private InquiryReply answer(TokenInquiry call, SimView view, Instant now, InquiryReply draft)
      throws Rejected {
    if (view.revocationsStale()) {
      throw new Rejected(FailureCause.REVOCATIONS_STALE, "what was revoked is not known");
    }
    Optional<TokenRules.Signed> token = signed(call.token(), view);
    boolean own = token.map(t -> t.claims().clientId().equals(call.clientId())).orElse(false);
    boolean active = own && isActive(token.get(), view, now);
    if (call.operation() == Operation.INTROSPECT) {
      ObjectNode status =
          active ? InquiryReply.active(token.get().claims()) : InquiryReply.inactive();
      return about(draft, status, token.filter(t -> own), false);
    }
    if (token.isPresent() && !own) {
      throw new Rejected(FailureCause.TOKEN_NOT_YOURS, "of another client");
    }
    return about(draft, StrictJson.object(), token, active);
  }

  private static InquiryReply about(
      InquiryReply draft, ObjectNode status, Optional<TokenRules.Signed> token, boolean revokes) {
    return new InquiryReply(
        Optional.of(status),
        Optional.empty(),
        draft.client(),
        draft.decision(),
        draft.duplicate(),
        token,
        revokes);
  }

  /** RFC 7009 section 2.2: a token nobody issued is not an error, there is nothing to be done. */
  private Optional<TokenRules.Signed> signed(String compact, SimView view) {
    try {
      return Optional.of(rules.signed(compact, view::verificationKey));
    } catch (Rejected e) {
      return Optional.empty();
    }
  }

  private boolean isActive(TokenRules.Signed token, SimView view, Instant now) {
    AccessToken claims = token.claims();
    try {
      rules.checkTime(claims, now);
    } catch (Rejected e) {
      return false;
    }
    Optional<Scopes> scopes = Scopes.parse(claims.scope());
    return scopes.isPresent()
        && !view.revoked(
            claims.jti(),
            claims.clientId(),
            claims.subject(),
            scopes.get().service(),
            token.kid(),
            claims.issuedAt());
  }
}
