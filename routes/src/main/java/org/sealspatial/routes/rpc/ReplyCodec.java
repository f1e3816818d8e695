/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenResponse;

/** Reads the two record types a reply topic may hold. */
final class ReplyCodec {
  private final Wire wire;

  ReplyCodec(Wire wire) {
    this.wire = wire;
  }

  Reply decode(byte[] value) throws UnreadableRecord {
    try {
      return new Reply.Spatial(wire.decode(value, SpatialResponse.class));
    } catch (UnreadableRecord e) {
      if (e.reason() != FailureCause.SCHEMA_MISMATCH) {
        throw e;
      }
      return new Reply.Token(wire.decode(value, TokenResponse.class));
    }
  }
}
