/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.sim;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.sealspatial.routes.audit.AuditTrail;
import org.sealspatial.routes.kafkatx.Inbound;
import org.sealspatial.routes.memory.SealedHistory;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.sim.TokenCall;
import org.sealspatial.sim.TokenIds;
import org.sealspatial.sim.TokenReply;

/** What the audit keeps of a token request and its reply. */
final class TokenAudit {
  private static final int MAX_DETAILS = 16_384;

  private final AuditTrail trail;
  private final TokenIds ids;

  TokenAudit(AuditTrail trail, TokenIds ids) {
    this.trail = trail;
    this.ids = ids;
  }

  AuditRecord record(
      Inbound record,
      TokenRequestCodec.Decoded decoded,
      TokenReply reply,
      Map<String, Long> state,
      Instant now) {
    TokenCall call = decoded.call();
    AuditRecord audit = trail.begin(record, Flow.TOKEN, state, now);
    audit.setOutcome(outcome(reply));
    audit.setCause(reply.cause().map(Enum::name).orElse(null));
    audit.setAuthenticated(reply.authenticated());
    audit.setRequestId(AuditTrail.bounded(call.requestId()));
    audit.setClientId(AuditTrail.bounded(call.clientId()));
    audit.setSubject(trail.pseudonym(call.valUe()));
    audit.setValService(AuditTrail.bounded(call.valService()));
    audit.setService(AuditTrail.bounded(call.service()));
    audit.setOperation(AuditTrail.bounded(String.join(" ", call.actions())));
    audit.setPolicyVersion(reply.policyVersion());
    audit.setKeyId(reply.keyId().orElse(null));
    audit.setRequestDigest(decoded.requestDigest().duplicate());
    audit.setBodyDigest(decoded.head().bodyDigest().duplicate());
    audit.setFacts(facts(call, reply));
    reply.decision().ifPresent(decision -> AuditTrail.decided(audit, decision));
    return audit;
  }

  private static Outcome outcome(TokenReply reply) {
    if (reply.duplicate()) {
      return Outcome.DUPLICATE;
    }
    return reply.token().isPresent() ? Outcome.GRANTED : Outcome.REFUSED;
  }

  private Map<String, String> facts(TokenCall call, TokenReply reply) {
    var facts = new HashMap<String, String>();
    facts.put("deadline", call.deadline().toString());
    call.authorizationDetails()
        .filter(details -> reply.authenticated() && details.length() <= MAX_DETAILS)
        .ifPresent(details -> facts.put("authorization_details", details));
    call.valUser().ifPresent(user -> facts.put("val_user", trail.pseudonym(user)));
    reply.possessionHash().ifPresent(hash -> facts.put(AuditTrail.DPOP_HASH, hash));
    reply
        .decision()
        .filter(decision -> decision.granted().isPresent())
        .ifPresent(decision -> facts.put(SealedHistory.SEAL, ids.seal(decision)));
    return facts;
  }
}
