/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.sealspatial.schemas.FailureCause;

/**
 * One version of one entry of a signed table (docs/tables.md). Who can write the topic still can't
 * make an entry: the reader holds the trust anchor.
 *
 * @param table name of the table without prefix, such as clients.v1: an entry is good for one table
 * @param id key of the entry
 * @param sequence version of the entry; a lower or equal one is ignored
 * @param bundle version of the bundle it came in; 0 where it came alone
 * @param at when it was signed
 * @param content what the entry says; absent: DELETED
 */
public record TableEntry(
    String table, String id, long sequence, long bundle, Instant at, Optional<ObjectNode> content) {

  /** typ of a signed table entry. */
  public static final String TYP = "seal-table+jwt";

  private static final int MAX_LENGTH = 1 << 20;

  /** The compact JWS of this entry. */
  public String sign(SigningKey key) {
    ObjectNode claims =
        StrictJson.object()
            .put("table", table)
            .put("id", id)
            .put("seq", sequence)
            .put("bundle", bundle)
            .put("iat", at.getEpochSecond());
    content.ifPresentOrElse(c -> claims.set("content", c), () -> claims.put("deleted", true));
    return key.sign(TYP, claims);
  }

  /**
   * The entry in this compact JWS, signed by one of these anchors for this table and id.
   *
   * @throws Rejected with the reason, where it is anything else
   */
  public static TableEntry verify(
      String jws, String table, String id, Collection<VerificationKey> anchors) throws Rejected {
    CompactJws parsed = CompactJws.parse(jws, MAX_LENGTH);
    if (!parsed.typ().equals(Optional.of(TYP)) || parsed.jwk().isPresent()) {
      throw new Rejected(FailureCause.TOKEN_TYPE, "not a table entry");
    }
    if (anchors.stream().noneMatch(a -> isKeyOf(a, parsed) && a.verify(parsed))) {
      throw new Rejected(FailureCause.TOKEN_SIGNATURE_INVALID, "no trust anchor signed it");
    }
    TableEntry entry = of(parsed.claims());
    if (!entry.table.equals(table) || !entry.id.equals(id)) {
      throw new Rejected(FailureCause.TOKEN_AUDIENCE, "signed for another table or id");
    }
    return entry;
  }

  private static boolean isKeyOf(VerificationKey anchor, CompactJws jws) {
    return jws.kid().equals(Optional.of(anchor.kid()));
  }

  private static TableEntry of(ObjectNode json) throws Rejected {
    var claims = new Claims(json, FailureCause.TOKEN_MALFORMED);
    Optional<JsonNode> content = claims.node("content");
    boolean deleted = claims.node("deleted").map(JsonNode::booleanValue).orElse(false);
    if (content.isPresent() == deleted || content.isPresent() && !content.get().isObject()) {
      throw claims.wrong("content");
    }
    return new TableEntry(
        claims.text("table"),
        claims.text("id"),
        number(claims, "seq"),
        number(claims, "bundle"),
        claims.time("iat"),
        content.map(ObjectNode.class::cast));
  }

  private static long number(Claims claims, String name) throws Rejected {
    JsonNode value = claims.node(name).orElseThrow(() -> claims.wrong(name));
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw claims.wrong(name);
    }
    return value.longValue();
  }
}
