/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.Scopes;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.replay.Recall;
import org.sealspatial.jose.replay.Remembered;
import org.sealspatial.jose.replay.RequestMemory;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.sim.domain.Limit;
import org.sealspatial.sim.domain.TokenDecision;
import org.sealspatial.sim.domain.TokenPolicy;
import org.sealspatial.sim.domain.TokenQuestion;
import org.sealspatial.sim.port.RegisteredClient;
import org.sealspatial.sim.port.SimView;

/** A request whose sender was proven: recalled, decided, signed. */
final class Hearing {
  private final Tools tools;
  private final TokenCall call;
  private final RegisteredClient client;
  private final Authentication.Sender sender;
  private final Moment moment;

  /** What makes a token. */
  record Tools(IssuerSettings settings, TokenIds ids, TokenMinter minter) {}

  /** What is known at the time of the decision. */
  record Moment(SimView view, RequestMemory memory, Instant now) {}

  Hearing(
      Tools tools,
      TokenCall call,
      RegisteredClient client,
      Authentication.Sender sender,
      Moment moment) {
    this.tools = tools;
    this.call = call;
    this.client = client;
    this.sender = sender;
    this.moment = moment;
  }

  TokenReply reply() {
    return answer().usingUp(sender.possessionHash());
  }

  private TokenReply answer() {
    return switch (recall(sender.proofHash())) {
      case FRESH -> unlessProofIsUsed(this::fresh);
      case SAME_REQUEST -> unlessProofIsUsed(this::repeat);
      // Over HTTP the answer goes to whoever asks: a copy gets none.
      case SAME_PROOF -> call.arrival().fromGateway() ? assertionReplayed() : repeat();
      case REQUEST_ID_REUSED -> refusal(FailureCause.REQUEST_ID_REUSED, "the id is taken");
      case PROOF_REPLAYED -> assertionReplayed();
      case FULL -> refusal(FailureCause.BACKPRESSURE, "the replay memory is full");
    };
  }

  private Recall recall(String proofHash) {
    return moment
        .memory()
        .recall(client.id(), call.requestId(), call.requestDigest(), proofHash, moment.now());
  }

  /** RFC 9449 section 4.3: a DPoP proof counts once, whatever assertion it comes with. */
  private TokenReply unlessProofIsUsed(Supplier<TokenReply> reply) {
    Optional<Recall> used =
        sender
            .possessionHash()
            .map(this::recall)
            .filter(r -> r == Recall.PROOF_REPLAYED || r == Recall.SAME_PROOF);
    return used.isPresent()
        ? refusal(FailureCause.PROOF_REPLAYED, "the jti of the proof is used up")
        : reply.get();
  }

  private TokenReply assertionReplayed() {
    return refusal(FailureCause.ASSERTION_REPLAYED, "the jti is used up");
  }

  private TokenReply refusal(FailureCause cause, String hint) {
    return TokenReply.refused(
        new Rejected(cause, hint), Optional.of(client), true, Optional.empty(), moment.view());
  }

  private TokenReply fresh() {
    try {
      SigningKey key =
          moment
              .view()
              .activeKey()
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
    if (!tools.settings().services().contains(call.service())) {
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
    return TokenPolicy.decide(moment.view().policies(), question, moment.now());
  }

  private TokenReply grant(TokenDecision.Granted granted, SigningKey key) {
    var details = Limits.details(granted.limits(), call.actions());
    long version = moment.view().policies().version();
    var decision =
        new Remembered(
            client.id(),
            call.requestId(),
            call.requestDigest(),
            sender.proofHash(),
            Optional.empty(),
            Optional.of(tools.ids().jti(client.id(), call.requestId(), call.requestDigest())),
            moment.now().getEpochSecond(),
            tools.minter().expiry(moment.now(), granted.lifetime()).getEpochSecond(),
            Optional.of(TokenMinter.grantJson(call, details, sender, version)),
            Optional.of(granted.rule()),
            moment.now());
    return issue(decision, key, false);
  }

  private TokenReply issue(Remembered decision, SigningKey key, boolean duplicate) {
    String jti = decision.jti().orElseThrow();
    Instant issuedAt = Instant.ofEpochSecond(decision.issuedAt());
    if (moment
        .view()
        .revoked(jti, client.id(), call.valUe(), call.service(), key.kid(), issuedAt)) {
      return refusal(FailureCause.TOKEN_REVOKED, "revoked since");
    }
    try {
      var token = tools.minter().mint(call.valUe(), decision, key, moment.now());
      remember(decision, duplicate);
      return new TokenReply(
          Optional.of(token),
          Optional.empty(),
          Optional.empty(),
          Optional.of(client),
          true,
          Optional.of(decision.withProof(sender.proofHash())),
          Optional.empty(),
          duplicate,
          Optional.of(key.kid()),
          moment.view().policies().version());
    } catch (Rejected e) {
      return refusal(e.failureCause(), e.getMessage());
    }
  }

  private void remember(Remembered decision, boolean duplicate) {
    if (duplicate) {
      moment.memory().stageProof(decision, sender.proofHash());
    } else {
      moment.memory().stage(decision);
    }
    sender.possessionHash().ifPresent(hash -> moment.memory().stageProof(decision, hash));
  }

  private TokenReply refuse(TokenDecision.Refused refused) {
    // What may be granted later is not held against the request id.
    Optional<Remembered> decision =
        refused.cause().retry() == FailureCause.Retry.NEVER
            ? Optional.of(refusedDecision(refused.cause(), refused.rule()))
            : Optional.empty();
    decision.ifPresent(kept -> remember(kept, false));
    return TokenReply.refused(
        new Rejected(refused.cause(), refused.cause().meaning()),
        Optional.of(client),
        true,
        decision,
        moment.view());
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
        moment.now());
  }

  /** The same request again: the first decision, with its first jti, iat and exp. */
  private TokenReply repeat() {
    Remembered first =
        moment
            .memory()
            .first(client.id(), call.requestId(), call.requestDigest(), sender.proofHash())
            .orElseThrow();
    if (first.cause().isPresent()) {
      remember(first, true);
      return repeatedRefusal(first);
    }
    if (first.expiresAt() <= moment.now().getEpochSecond()) {
      return refusal(FailureCause.TOKEN_EXPIRED, "the token of this request has expired");
    }
    return moment
        .view()
        .activeKey()
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
        Optional.empty(),
        true,
        Optional.empty(),
        moment.view().policies().version());
  }
}
