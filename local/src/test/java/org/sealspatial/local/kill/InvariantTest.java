/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealspatial.local.kill.Outcomes.Audited;
import org.sealspatial.local.kill.Outcomes.Parked;
import org.sealspatial.local.kill.Outcomes.Replied;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.Outcome;

/** The checker of the kill test must catch what it is there to catch. */
class InvariantTest {
  private static final List<Sent> SENT =
      List.of(
          new Sent("t/0/0", 0, Kind.TOKEN, "a"),
          new Sent("t/0/1", 0, Kind.TOKEN, "a"),
          new Sent("t/1/0", 1, Kind.TOKEN_SERVICE_REFUSED, "b"),
          new Sent("t/1/1", 2, Kind.TOKEN_GARBAGE, null),
          new Sent("s/1/0", 3, Kind.MAP, "c"));

  /** Committed records that can be damaged. */
  private static final class Log {
    final List<Audited> audits = new ArrayList<>();
    final List<Replied> replies = new ArrayList<>();
    final List<Parked> parked = new ArrayList<>();

    Log() {
      audits.add(audited("t/0/0", Outcome.GRANTED, null, "a", "j"));
      audits.add(audited("t/0/1", Outcome.DUPLICATE, null, "a", "j"));
      audits.add(audited("t/1/0", Outcome.REFUSED, "SERVICE_NOT_ALLOWED", "b", null));
      audits.add(audited("t/1/1", Outcome.DEAD_LETTER, "RECORD_UNREADABLE", null, null));
      audits.add(new Audited("s/1/0", 1, Flow.SPATIAL, Outcome.GRANTED, null, "c", "j"));
      replies.add(new Replied("a", "t/0/0", "j"));
      replies.add(new Replied("a", "t/0/1", "j"));
      replies.add(new Replied("b", "t/1/0", null));
      replies.add(new Replied("c", "s/1/0", null));
      parked.add(new Parked("t/1/1"));
    }

    List<String> problems() {
      return Invariant.problems(SENT, new Outcomes(audits, replies, parked));
    }
  }

  private static Audited audited(
      String id, Outcome outcome, String cause, String requestId, String jti) {
    int partition = Integer.parseInt(id.split("/")[1]);
    return new Audited(id, partition, Flow.TOKEN, outcome, cause, requestId, jti);
  }

  @Test
  void a_whole_log_is_passed() {
    assertEquals(List.of(), new Log().problems());
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage("an audit record is lost", log -> log.audits.remove(2)),
        damage("an audit record is there twice", log -> log.audits.add(log.audits.get(2))),
        damage("a reply is lost", log -> log.replies.remove(2)),
        damage("a reply is there twice", log -> log.replies.add(log.replies.get(2))),
        damage("a dead letter is lost", log -> log.parked.remove(0)),
        damage("a dead letter is there twice", log -> log.parked.add(log.parked.get(0))),
        damage("a reply and a dead letter", log -> log.parked.add(new Parked("t/1/0"))),
        damage(
            "a token of a request that was refused",
            log -> log.replies.set(2, new Replied("b", "t/1/0", "k"))),
        damage(
            "a token that is not the audited one",
            log -> log.replies.set(0, new Replied("a", "t/0/0", "k"))),
        damage(
            "two tokens for one request id",
            log -> {
              log.replies.set(1, new Replied("a", "t/0/1", "k"));
              log.audits.set(1, audited("t/0/1", Outcome.DUPLICATE, null, "a", "k"));
            }),
        damage(
            "a copy that was decided anew",
            log -> log.audits.set(1, audited("t/0/1", Outcome.GRANTED, null, "a", "j"))),
        damage(
            "a grant whose token was not sent",
            log -> log.replies.set(0, new Replied("a", "t/0/0", null))),
        damage(
            "an audit record in another partition",
            log ->
                log.audits.set(
                    4, new Audited("s/1/0", 0, Flow.SPATIAL, Outcome.GRANTED, null, "c", "j"))),
        damage(
            "an audit record of what nobody sent",
            log -> log.audits.add(audited("t/0/2", Outcome.REFUSED, "REQUEST_EXPIRED", "d", null))),
        damage(
            "a wrong decision",
            log ->
                log.audits.set(2, audited("t/1/0", Outcome.REFUSED, "KEY_MISMATCH", "b", null))));
  }

  private static Arguments damage(String name, Consumer<Log> damage) {
    return Arguments.of(name, damage);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void a_damaged_log_is_caught(String name, Consumer<Log> damage) {
    var log = new Log();

    damage.accept(log);

    assertFalse(log.problems().isEmpty(), name);
  }
}
