/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenResponse;

/** Reads the two record types a reply topic may hold. */
final class ReplyCodec {
  private static final int HEADER = 10;
  private static final byte[] TOKEN = header(TokenResponse.getClassSchema());

  private final Wire wire;

  ReplyCodec(Wire wire) {
    this.wire = wire;
  }

  Reply decode(byte[] value) throws UnreadableRecord {
    if (value != null
        && Arrays.equals(value, 0, Math.min(HEADER, value.length), TOKEN, 0, HEADER)) {
      return token(value); // or the failure to read it as the other would be made for each token
    }
    try {
      return new Reply.Spatial(wire.decode(value, SpatialResponse.class));
    } catch (UnreadableRecord e) {
      if (e.reason() != FailureCause.SCHEMA_MISMATCH) {
        throw e;
      }
      return token(value);
    }
  }

  private Reply token(byte[] value) throws UnreadableRecord {
    return new Reply.Token(wire.decode(value, TokenResponse.class));
  }

  /** How our own version of a record begins (Avro single-object encoding). */
  private static byte[] header(Schema schema) {
    return ByteBuffer.allocate(HEADER)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xC3)
        .put((byte) 0x01)
        .putLong(SchemaNormalization.parsingFingerprint64(schema))
        .array();
  }
}
