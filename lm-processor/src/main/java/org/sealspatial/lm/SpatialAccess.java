/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm;

import static org.sealspatial.schemas.FailureCause.KEYS_UNAVAILABLE;
import static org.sealspatial.schemas.FailureCause.REQUEST_EXPIRED;
import static org.sealspatial.schemas.FailureCause.REQUEST_MALFORMED;
import static org.sealspatial.schemas.FailureCause.REVOCATIONS_STALE;
import static org.sealspatial.schemas.FailureCause.TOKEN_MISSING;

import java.time.Instant;
import java.util.regex.Pattern;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.replay.RequestMemory;
import org.sealspatial.lm.SpatialCall.Ingress;
import org.sealspatial.lm.json.AnswerText;
import org.sealspatial.lm.token.Possession;
import org.sealspatial.lm.token.TokenValidation;
import org.sealspatial.schemas.FailureCause;

/**
 * Get spatial map information (figure 2): is the request in time, does the token hold, does the
 * sender hold its key, and what of the answer may he have? The first failure wins. Every call ends
 * in a reply.
 *
 * <p>Safe for many threads; a {@link RequestMemory} belongs to one of them.
 */
public final class SpatialAccess {
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final TokenValidation tokens;
  private final Possession possession;
  private final int maxAnswerBytes;

  /** An access that answers with at most this many bytes of JSON. */
  public SpatialAccess(TokenValidation tokens, CryptoProvider crypto, int maxAnswerBytes) {
    this(tokens, new Possession(crypto), maxAnswerBytes);
  }

  private SpatialAccess(TokenValidation tokens, Possession possession, int maxAnswerBytes) {
    this.tokens = tokens;
    this.possession = possession;
    this.maxAnswerBytes = maxAnswerBytes;
  }

  /** The same decisions, but every answer is too large: for one that could not be delivered. */
  public SpatialAccess withoutRoom() {
    return new SpatialAccess(tokens, possession, 0);
  }

  /**
   * Decides on a request and answers it.
   *
   * @param state the snapshot to decide on
   * @param memory of the request's partition; a decision on an authenticated request is staged in
   *     it
   */
  public SpatialReply handle(SpatialCall call, LmState state, RequestMemory memory, Instant now) {
    var hearing = new Hearing(call, state, memory, now);
    try {
      checkCall(call, state, now);
      hearing.verify(tokens);
      hearing.checkSender(possession);
      hearing.checkMemory();
      return hearing.granted(answer(hearing));
    } catch (Rejected e) {
      return hearing.refused(e.failureCause());
    }
  }

  private static void checkCall(SpatialCall call, LmState state, Instant now) throws Rejected {
    boolean http = call.arrival().ingress() == Ingress.HTTP;
    require(http == call.http().isPresent(), REQUEST_MALFORMED);
    require(http || !call.arrival().namesReplyPartition(), REQUEST_MALFORMED);
    require(REQUEST_ID.matcher(call.ask().requestId()).matches(), REQUEST_MALFORMED);
    require(!now.isAfter(call.ask().deadline()), REQUEST_EXPIRED);
    require(!call.credentials().accessToken().isEmpty(), TOKEN_MISSING);
    require(!state.revocationsStale(), REVOCATIONS_STALE);
    require(!state.keys().isEmpty(), KEYS_UNAVAILABLE);
  }

  private AnswerText answer(Hearing hearing) throws Rejected {
    var answer = hearing.decide();
    return AnswerText.of(answer, maxAnswerBytes)
        .orElseThrow(() -> new Rejected(FailureCause.MAP_TOO_LARGE, "narrow layers or area"));
  }

  static void require(boolean right, FailureCause otherwise) throws Rejected {
    if (!right) {
      throw new Rejected(otherwise, "");
    }
  }
}
