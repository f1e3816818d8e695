/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.kill;

import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.Outcome;

/** What a request of the load is, and what its first decision must be. */
enum Kind {
  TOKEN(Topic.TOKEN_REQUESTS, 30, Outcome.GRANTED, null),
  TOKEN_SERVICE_REFUSED(Topic.TOKEN_REQUESTS, 6, Outcome.REFUSED, "SERVICE_NOT_ALLOWED"),
  TOKEN_UNKNOWN_UE(Topic.TOKEN_REQUESTS, 4, Outcome.REFUSED, "UNKNOWN_VAL_UE"),
  TOKEN_BAD_ASSERTION(Topic.TOKEN_REQUESTS, 3, Outcome.REFUSED, "CLIENT_AUTH_FAILED"),
  TOKEN_ID_REUSED(Topic.TOKEN_REQUESTS, 3, Outcome.REFUSED, "REQUEST_ID_REUSED"),
  TOKEN_STRANGER(Topic.TOKEN_REQUESTS, 2, Outcome.DEAD_LETTER, "UNKNOWN_CLIENT"),
  TOKEN_GARBAGE(Topic.TOKEN_REQUESTS, 2, Outcome.DEAD_LETTER, "RECORD_UNREADABLE"),
  MAP(Topic.SPATIAL_REQUESTS, 28, Outcome.GRANTED, null),
  MAP_UNKNOWN(Topic.SPATIAL_REQUESTS, 5, Outcome.REFUSED, "MAP_NOT_FOUND"),
  MAP_TAMPERED_TOKEN(Topic.SPATIAL_REQUESTS, 5, Outcome.REFUSED, "TOKEN_SIGNATURE_INVALID"),
  MAP_GARBAGE(Topic.SPATIAL_REQUESTS, 2, Outcome.DEAD_LETTER, "RECORD_UNREADABLE"),
  /** An exact copy of an earlier record; what it must end in depends on that one. */
  COPY(null, 10, null, null);

  private final Topic topic;
  private final int share;
  private final Outcome outcome;
  private final String cause;

  Kind(Topic topic, int share, Outcome outcome, String cause) {
    this.topic = topic;
    this.share = share;
    this.outcome = outcome;
    this.cause = cause;
  }

  Topic topic() {
    return topic;
  }

  /** Of a hundred requests. */
  int share() {
    return share;
  }

  Outcome outcome() {
    return outcome;
  }

  /** The exact one, as the audit has it; null where it is granted. */
  String cause() {
    return cause;
  }

  /** The kind at this point of the hundred. */
  static Kind at(int percent) {
    int left = percent;
    for (Kind kind : values()) {
      left -= kind.share;
      if (left < 0) {
        return kind;
      }
    }
    throw new IllegalArgumentException(percent + " of 100");
  }
}
