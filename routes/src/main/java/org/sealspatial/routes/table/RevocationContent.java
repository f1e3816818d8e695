/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sealspatial.jose.StrictJson;

/**
 * A revocation: tokens that are no longer good although they have not expired (RFC 7009 in spirit).
 * Table revocations.v1, id: {@link #id()}.
 *
 * @param by what the value names
 * @param value jti, client id, subject, service name or kid; {@code *} for {@link By#ISSUED_BEFORE}
 * @param issuedBefore tokens with an iat at or before are hit
 * @param expires by then the last token it can hit has expired
 * @param reason for the audit; no personal data
 */
public record RevocationContent(
    By by, String value, Instant issuedBefore, Instant expires, Optional<String> reason) {
  /** The longest life any deployment gives a token, and leeway: what a revocation must outlive. */
  public static final Duration OUTLIVES = Duration.ofHours(24).plusMinutes(1);

  /** The value of a revocation of all tokens. */
  public static final String ALL = "*";

  /** What a revocation goes by. */
  public enum By {
    /** One token. */
    JTI,
    /** All tokens of a client. */
    CLIENT,
    /** All tokens of a subject. */
    SUBJECT,
    /** All tokens for a spatial localization service. */
    SERVICE,
    /** All tokens signed with a key. */
    KEY,
    /** All tokens. */
    ISSUED_BEFORE
  }

  /** A revocation of what was issued up to this time, kept until none of it can be alive. */
  public static RevocationContent of(
      By by, String value, Instant issuedBefore, Optional<String> reason) {
    return new RevocationContent(by, value, issuedBefore, issuedBefore.plus(OUTLIVES), reason);
  }

  /**
   * The revocation in a content.
   *
   * @throws InvalidContent with every problem
   */
  public static RevocationContent parse(ObjectNode content) throws InvalidContent {
    Fields in = Fields.of(content, "by", "value", "issuedBefore", "expires", "reason");
    var revocation =
        new RevocationContent(
            in.choice("by", By.class, null),
            in.text("value", Form.TEXT),
            in.instant("issuedBefore"),
            in.instant("expires"),
            in.optionalText("reason", Form.TEXT));
    if (revocation.by == By.ISSUED_BEFORE && !revocation.value.equals(ALL)) {
      in.problem("value", "must be " + ALL + ": it would hit nothing");
    }
    if (revocation.expires.isBefore(revocation.issuedBefore)) {
      in.problem("expires", "must not be before issuedBefore");
    }
    in.raise();
    return revocation;
  }

  /** The id of the entry: one per target, so that a later revocation takes the place of this. */
  public String id() {
    return id(by, value);
  }

  static String id(By by, String value) {
    return Form.word(by) + ":" + value;
  }

  /** The content; {@link #parse} gives an equal revocation for it. */
  public ObjectNode toJson() {
    ObjectNode json =
        StrictJson.object()
            .put("by", Form.word(by))
            .put("value", value)
            .put("issuedBefore", issuedBefore.toString())
            .put("expires", expires.toString());
    reason.ifPresent(text -> json.put("reason", text));
    return json;
  }
}
