/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm;

import static org.sealspatial.lm.SpatialAccess.require;
import static org.sealspatial.schemas.FailureCause.BACKPRESSURE;
import static org.sealspatial.schemas.FailureCause.KEY_MISMATCH;
import static org.sealspatial.schemas.FailureCause.OPERATION_UNKNOWN;
import static org.sealspatial.schemas.FailureCause.PROOF_REPLAYED;
import static org.sealspatial.schemas.FailureCause.REQUESTOR_MISMATCH;
import static org.sealspatial.schemas.FailureCause.REQUEST_ID_REUSED;
import static org.sealspatial.schemas.FailureCause.REQUEST_MALFORMED;
import static org.sealspatial.schemas.FailureCause.TOKEN_REVOKED;
import static org.sealspatial.schemas.FailureCause.UNKNOWN_CLIENT;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.Proof;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.replay.Remembered;
import org.sealspatial.jose.replay.RequestMemory;
import org.sealspatial.lm.SpatialCall.Ingress;
import org.sealspatial.lm.SpatialReply.Facts;
import org.sealspatial.lm.SpatialReply.TokenFacts;
import org.sealspatial.lm.domain.SpatialQuestion;
import org.sealspatial.lm.domain.VerifiedToken;
import org.sealspatial.lm.json.Answer;
import org.sealspatial.lm.json.AnswerText;
import org.sealspatial.lm.json.QuestionParser;
import org.sealspatial.lm.port.Requestors.Requestor;
import org.sealspatial.lm.token.Possession;
import org.sealspatial.lm.token.SignedToken;
import org.sealspatial.lm.token.TokenValidation;
import org.sealspatial.schemas.FailureCause;

/** One call on its way through the checks, and what has come to light so far. One thread. */
final class Hearing {
  private final SpatialCall call;
  private final LmState state;
  private final RequestMemory memory;
  private final Instant now;

  private SignedToken signed;
  private Requestor requestor;
  private VerifiedToken token;
  private boolean proven;
  private String proofHash;
  private String resource;
  private Remembered first;
  private boolean authenticated;
  private boolean remembered;

  Hearing(SpatialCall call, LmState state, RequestMemory memory, Instant now) {
    this.call = call;
    this.state = state;
    this.memory = memory;
    this.now = now;
  }

  /** Is it a token of SIM-S, in force, and of the client that asks? */
  void verify(TokenValidation tokens) throws Rejected {
    signed = tokens.signed(call.credentials().accessToken(), state.keys());
    String clientId = signed.claims().clientId();
    Optional<Requestor> known = state.requestors().find(clientId);
    token = tokens.inForce(signed, known.map(Requestor::valServices).orElse(Set.of()), now);
    require(call.ask().clientId().equals(clientId), REQUESTOR_MISMATCH);
    requestor = known.orElseThrow(() -> new Rejected(UNKNOWN_CLIENT, "not registered here"));
  }

  /**
   * Does the sender hold what the token is bound to, and does the record lie where his requests
   * belong?
   */
  void checkSender(Possession possession) throws Rejected {
    Optional<Proof> proof =
        possession.prove(token, call.credentials().accessToken(), call.presentation(), requestor);
    require(
        call.arrival().recordKey().equals(Optional.of(owner()))
            && call.arrival().keyOwnsPartition(),
        KEY_MISMATCH);
    proven = proof.isPresent();
    proofHash = proofHash(proof);
    authenticated = true;
  }

  /** Whose replay memory the request needs. */
  private String owner() {
    return call.arrival().ingress() == Ingress.DIRECT
        ? token.identity().subject()
        : token.jkt().orElse(token.identity().clientId());
  }

  private String proofHash(Optional<Proof> proof) {
    String clientId = token.identity().clientId();
    // Without a proof nothing is used up but the request id itself.
    return Base64Url.sha256(
        proof
            .map(p -> clientId + '\n' + p.jti())
            .orElseGet(() -> clientId + "\n\n" + call.ask().requestId()));
  }

  /** Was it asked before, was the proof used before, was the token revoked? */
  void checkMemory() throws Rejected {
    String clientId = token.identity().clientId();
    String id = call.ask().requestId();
    String digest = call.credentials().requestDigest();
    switch (memory.recall(clientId, id, digest, proofHash, now)) {
      case FRESH -> {}
      case SAME_REQUEST -> first = memory.first(clientId, id, digest, proofHash).orElseThrow();
      case SAME_PROOF -> {
        // Over HTTP the answer goes to whoever asks: a copy gets none (RFC 9449 section 4.3).
        require(!proven || call.arrival().ingress() == Ingress.DIRECT, PROOF_REPLAYED);
        first = memory.first(clientId, id, digest, proofHash).orElseThrow();
      }
      case REQUEST_ID_REUSED -> throw new Rejected(REQUEST_ID_REUSED, "another request");
      case PROOF_REPLAYED -> throw new Rejected(PROOF_REPLAYED, "another request");
      case FULL -> throw new Rejected(BACKPRESSURE, "the replay memory is full");
    }
    require(!state.revocations().revoked(token), TOKEN_REVOKED);
    Optional<FailureCause> before = Optional.ofNullable(first).flatMap(Hearing::refusal);
    if (before.isPresent()) {
      throw new Rejected(before.get(), "as before");
    }
  }

  private static Optional<FailureCause> refusal(Remembered first) {
    return first.cause().flatMap(Hearing::named).filter(Hearing::isFinal);
  }

  private static Optional<FailureCause> named(String name) {
    try {
      return Optional.of(FailureCause.valueOf(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a cause of another release: decide anew
    }
  }

  /** What of the answer the sender may have. */
  Answer decide() throws Rejected {
    SpatialCall.Ask ask = call.ask();
    SpatialService service =
        SpatialServices.find(ask.service(), ask.operation())
            .orElseThrow(() -> new Rejected(OPERATION_UNKNOWN, "not in the table"));
    require(service.takes(ask.parameters().keySet()), REQUEST_MALFORMED);
    SpatialQuestion question =
        QuestionParser.parse(ask.service(), ask.operation(), ask.parameters());
    resource = service.resource().apply(question);
    var decision = service.answering().answer(new Asked(token, question, state.maps(), now));
    Optional<FailureCause> denied = decision.fold(answer -> Optional.empty(), Optional::of);
    if (denied.isPresent()) {
      throw new Rejected(denied.get(), "denied");
    }
    return decision.fold(answer -> answer, cause -> null);
  }

  SpatialReply granted(AnswerText answer) {
    return reply(Optional.of(answer), Optional.empty());
  }

  SpatialReply refused(FailureCause cause) {
    return reply(Optional.empty(), Optional.of(cause));
  }

  private SpatialReply reply(Optional<AnswerText> answer, Optional<FailureCause> refusal) {
    if (authenticated && refusal.map(Hearing::isFinal).orElse(true)) {
      remember(refusal);
      remembered = true;
    }
    return new SpatialReply(answer, refusal, first != null, authenticated, facts());
  }

  // What a retry may change is not held against it; what the memory refused is in it already.
  private static boolean isFinal(FailureCause cause) {
    return cause.retry() == FailureCause.Retry.NEVER
        && cause != REQUEST_ID_REUSED
        && cause != PROOF_REPLAYED;
  }

  private void remember(Optional<FailureCause> refusal) {
    if (first != null) {
      memory.stageProof(first, proofHash);
      return;
    }
    memory.stage(
        new Remembered(
            token.identity().clientId(),
            call.ask().requestId(),
            call.credentials().requestDigest(),
            proofHash,
            refusal.map(FailureCause::name),
            Optional.of(token.issue().jti()),
            0,
            0,
            Optional.empty(),
            Optional.empty(),
            now));
  }

  private Facts facts() {
    Optional<SignedToken> known = Optional.ofNullable(signed);
    return new Facts(
        known.map(t -> t.claims().clientId()),
        known.map(t -> t.claims().subject()),
        Optional.ofNullable(resource),
        known.map(TokenFacts::of),
        Optional.ofNullable(proofHash).filter(hash -> remembered));
  }
}
