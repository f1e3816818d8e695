/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.Scopes;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.replay.Remembered;
import org.sealspatial.jose.replay.RequestMemory;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.sim.domain.Limit;
import org.sealspatial.sim.domain.TokenDecision;
import org.sealspatial.sim.domain.TokenPolicy;
import org.sealspatial.sim.domain.TokenQuestion;
import org.sealspatial.sim.port.RegisteredClient;
import org.sealspatial.sim.port.SimView;

/**
 * Figure 1 at SIM-S: authenticate the client, recall whether this was asked before, decide by
 * policy, sign. The only SIM-S class a route calls. Repeatable: everything it looks at is an
 * argument.
 */
public final class TokenIssuance {
  private final IssuerSettings settings;
  private final TokenIds ids;
  private final Authentication authentication;
  private final TokenMinter minter;

  /** With the operator's settings, the provider that verifies, and the maker of jti. */
  public TokenIssuance(IssuerSettings settings, CryptoProvider crypto, TokenIds ids) {
    this.settings = settings;
    this.ids = ids;
    this.authentication = new Authentication(settings, crypto);
    this.minter = new TokenMinter(settings);
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
      RegisteredClient known =
          client.filter(c -> !c.disabled()).orElseThrow(TokenIssuance::unknown);
      checkReplyAddress(call, known);
      var sender = authentication.sender(call, known);
      return new Authenticated(call, known, sender, view, memory, now).reply();
    } catch (Rejected e) {
      return refused(e, client, false, Optional.empty(), view);
    }
  }

  private static void checkReplyAddress(TokenCall call, RegisteredClient client) throws Rejected {
    if (!call.arrival().fromGateway() && client.requestor().isEmpty()) {
      throw new Rejected(FailureCause.REPLY_NOT_ALLOWED, "the client is registered for HTTP only");
    }
  }

  private static Rejected unknown() {
    return new Rejected(FailureCause.UNKNOWN_CLIENT, "not registered, or disabled");
  }

  private static TokenReply refused(
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
        false,
        Optional.empty(),
        view.policies().version());
  }

  /** A request whose sender was proven. */
  private final class Authenticated {
    private final TokenCall call;
    private final RegisteredClient client;
    private final Authentication.Sender sender;
    private final SimView view;
    private final RequestMemory memory;
    private final Instant now;

    Authenticated(
        TokenCall call,
        RegisteredClient client,
        Authentication.Sender sender,
        SimView view,
        RequestMemory memory,
        Instant now) {
      this.call = call;
      this.client = client;
      this.sender = sender;
      this.view = view;
      this.memory = memory;
      this.now = now;
    }

    TokenReply reply() {
      return switch (memory.recall(
          client.id(), call.requestId(), call.requestDigest(), sender.proofHash(), now)) {
        case FRESH -> fresh();
        case SAME_REQUEST -> repeat();
        case REQUEST_ID_REUSED -> refusal(FailureCause.REQUEST_ID_REUSED, "the id is taken");
        case PROOF_REPLAYED -> refusal(FailureCause.ASSERTION_REPLAYED, "the jti is used up");
        case FULL -> refusal(FailureCause.BACKPRESSURE, "the replay memory is full");
      };
    }

    private TokenReply refusal(FailureCause cause, String hint) {
      return refused(new Rejected(cause, hint), Optional.of(client), true, Optional.empty(), view);
    }

    private TokenReply fresh() {
      try {
        SigningKey key =
            view.activeKey()
                .orElseThrow(() -> new Rejected(FailureCause.KEYS_UNAVAILABLE, "no active key"));
        return decide(question()).fold(granted -> grant(granted, key), this::refuse);
      } catch (Rejected e) {
        return refuse(new TokenDecision.Refused(e.failureCause(), Optional.empty()));
      }
    }

    private TokenQuestion question() throws Rejected {
      if (!client.valUes().include(call.valUe())) {
        throw new Rejected(FailureCause.UNKNOWN_VAL_UE, "not a VAL UE of this client");
      }
      if (!settings.services().contains(call.service())) {
        throw new Rejected(FailureCause.UNKNOWN_SERVICE, "no such service");
      }
      requireScope();
      List<Limit> wanted = Limits.wanted(call);
      return new TokenQuestion(
          client.id(),
          call.valUe(),
          call.valUser(),
          call.valService(),
          call.service(),
          Set.copyOf(call.actions()),
          wanted);
    }

    private void requireScope() throws Rejected {
      try {
        Scopes.of(call.service(), Set.copyOf(call.actions()));
      } catch (IllegalArgumentException e) {
        throw new Rejected(FailureCause.REQUEST_MALFORMED, "an action is not of its form");
      }
    }

    private TokenDecision decide(TokenQuestion question) {
      return TokenPolicy.decide(view.policies(), question, now);
    }

    private TokenReply grant(TokenDecision.Granted granted, SigningKey key) {
      var details = Limits.details(granted.limits(), call.actions());
      long version = view.policies().version();
      var decision =
          new Remembered(
              client.id(),
              call.requestId(),
              call.requestDigest(),
              sender.proofHash(),
              Optional.empty(),
              Optional.of(ids.jti(client.id(), call.requestId(), call.requestDigest())),
              now.getEpochSecond(),
              minter.expiry(now, granted.lifetime()).getEpochSecond(),
              Optional.of(TokenMinter.grantJson(call, details, sender.confirmation(), version)),
              Optional.of(granted.rule()),
              now);
      return issue(decision, key, false);
    }

    private TokenReply issue(Remembered decision, SigningKey key, boolean duplicate) {
      String jti = decision.jti().orElseThrow();
      Instant issuedAt = Instant.ofEpochSecond(decision.issuedAt());
      if (view.revoked(jti, client.id(), call.valUe(), call.service(), key.kid(), issuedAt)) {
        return refusal(FailureCause.TOKEN_REVOKED, "revoked since");
      }
      try {
        var token = minter.mint(call.valUe(), decision, key, now);
        remember(decision, duplicate);
        return new TokenReply(
            Optional.of(token),
            Optional.empty(),
            Optional.empty(),
            Optional.of(client),
            true,
            Optional.of(decision.withProof(sender.proofHash())),
            duplicate,
            Optional.of(key.kid()),
            view.policies().version());
      } catch (Rejected e) {
        return refusal(e.failureCause(), e.getMessage());
      }
    }

    private void remember(Remembered decision, boolean duplicate) {
      if (duplicate) {
        memory.stageProof(decision, sender.proofHash());
      } else {
        memory.stage(decision);
      }
    }

    private TokenReply refuse(TokenDecision.Refused refused) {
      Optional<Remembered> decision = Optional.empty();
      if (refused.cause().retry() == FailureCause.Retry.NEVER) {
        // What may be granted later is not held against the request id.
        decision = Optional.of(refusedDecision(refused.cause(), refused.rule()));
        memory.stage(decision.get());
      }
      return refused(
          new Rejected(refused.cause(), refused.cause().meaning()),
          Optional.of(client),
          true,
          decision,
          view);
    }

    private Remembered refusedDecision(FailureCause cause, Optional<String> rule) {
      return new Remembered(
          client.id(),
          call.requestId(),
          call.requestDigest(),
          sender.proofHash(),
          Optional.of(cause.name()),
          Optional.empty(),
          0,
          0,
          Optional.empty(),
          rule,
          now);
    }

    /** The same request again: the first decision, with its first jti, iat and exp. */
    private TokenReply repeat() {
      Remembered first = memory.first(client.id(), call.requestId()).orElseThrow();
      if (first.cause().isPresent()) {
        memory.stageProof(first, sender.proofHash());
        return repeatedRefusal(first);
      }
      if (first.expiresAt() <= now.getEpochSecond()) {
        return refusal(FailureCause.TOKEN_EXPIRED, "the token of this request has expired");
      }
      return view.activeKey()
          .map(key -> issue(first, key, true))
          .orElseGet(() -> refusal(FailureCause.KEYS_UNAVAILABLE, "no active key"));
    }

    private TokenReply repeatedRefusal(Remembered first) {
      return new TokenReply(
          Optional.empty(),
          first.cause().map(FailureCause::valueOf),
          Optional.empty(),
          Optional.of(client),
          true,
          Optional.of(first.withProof(sender.proofHash())),
          true,
          Optional.empty(),
          view.policies().version());
    }
  }
}
