/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.schemas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.Utf8;
import org.sealspatial.schemas.v1.TokenRequest;

/**
 * The wire format: Avro single-object encoding ({@code C3 01}, the little-endian CRC-64-AVRO
 * fingerprint of the writer's schema, the datum). Whose records are read is a closed list: our own
 * schemas, and {@link WriterSchemas} of other versions. No registry is asked.
 *
 * <p>Reading is strict, because a record comes from outside: the size is bounded, the whole datum
 * must be consumed, strings are UTF-8, and nothing but {@link UnreadableRecord} leaves {@link
 * #decode}.
 */
public final class Wire {
  /** Largest value accepted, in bytes: Kafka's default of max.message.bytes. */
  public static final int MAX_BYTES = 1_048_576;

  static final int HEADER = 10;
  static final byte[] MARKER = {(byte) 0xC3, 0x01};

  static {
    // Avro makes only classes it is told to trust; these are ours, the rest stays as it is.
    String ours = TokenRequest.class.getPackageName();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(ours)));
  }

  private final WriterSchemas others;
  private final Map<Long, Schema> writers = new HashMap<>();
  private final Map<Class<?>, StrictReader<?>> readers = new HashMap<>();
  private final RecordWriting writing = new RecordWriting();

  /** A codec that reads our own schemas only. */
  public Wire() {
    this(WriterSchemas.none());
  }

  /** A codec that reads records of other versions, too; it writes our own. */
  public Wire(WriterSchemas others) {
    this.others = others;
    for (Class<? extends SpecificRecord> type : Types.ALL) {
      Schema schema = SpecificData.get().getSchema(type);
      writers.put(SchemaNormalization.parsingFingerprint64(schema), schema);
      readers.put(type, new StrictReader<>(schema, schema, type));
    }
  }

  /** The bytes of a record. */
  public <T extends SpecificRecord> byte[] encode(T record) {
    return writing.encode(record);
  }

  /**
   * The record in these bytes.
   *
   * @throws UnreadableRecord where they are not exactly one datum of the expected type
   */
  public <T extends SpecificRecord> T decode(byte[] value, Class<T> expected)
      throws UnreadableRecord {
    Schema writer = writerOf(value, expected);
    Schema ours = SpecificData.get().getSchema(expected);
    try {
      if (writer != ours) {
        // Resolving skips what we don't have a field for, and what is skipped nobody would check.
        whole(value, new StrictGenericReader(writer));
        return whole(value, new StrictReader<>(writer, ours, expected));
      }
      return expected.cast(whole(value, readers.get(expected)));
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // Avro reports bad input by many types, StackOverflowError among them; none may leave here.
      throw new UnreadableRecord(FailureCause.RECORD_UNREADABLE, "not a datum of the schema");
    }
  }

  private static <T> T whole(byte[] value, DatumReader<T> reader)
      throws IOException, UnreadableRecord {
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, null);
    T record = reader.read(null, decoder);
    if (!decoder.isEnd()) {
      throw new UnreadableRecord(FailureCause.RECORD_UNREADABLE, "bytes after the datum");
    }
    return record;
  }

  private Schema writerOf(byte[] value, Class<?> expected) throws UnreadableRecord {
    if (value == null || value.length < HEADER) {
      throw new UnreadableRecord(FailureCause.RECORD_UNREADABLE, "no single-object header");
    }
    if (value.length > MAX_BYTES) {
      throw new UnreadableRecord(FailureCause.RECORD_TOO_LARGE, "over " + MAX_BYTES + " bytes");
    }
    if (value[0] != MARKER[0] || value[1] != MARKER[1]) {
      throw new UnreadableRecord(FailureCause.RECORD_UNREADABLE, "no single-object header");
    }
    long fingerprint = ByteBuffer.wrap(value, 2, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
    Schema own = writers.get(fingerprint);
    Schema writer = own == null ? others.find(fingerprint) : own;
    if (writer == null) {
      throw new UnreadableRecord(FailureCause.SCHEMA_UNKNOWN, "unknown schema fingerprint");
    }
    if (!writer.getFullName().equals(SpecificData.get().getSchema(expected).getFullName())) {
      throw new UnreadableRecord(FailureCause.SCHEMA_MISMATCH, "a " + writer.getName());
    }
    return writer;
  }

  /** Refuses what Avro lets pass: strings that are not UTF-8. */
  private static final class StrictReader<T> extends SpecificDatumReader<T> {
    StrictReader(Schema writer, Schema reader, Class<T> type) {
      super(writer, reader, SpecificData.getForClass(type));
      getData().setFastReaderEnabled(false); // the fast reader would pass readString by
    }

    @Override
    protected Object readString(Object old, Schema expected, Decoder in) throws IOException {
      return text(in);
    }

    @Override
    protected Object readMapKey(Object old, Schema expected, Decoder in) throws IOException {
      return text(in);
    }
  }

  /** The same, for a datum that is read as what it was written as, and then thrown away. */
  private static final class StrictGenericReader extends GenericDatumReader<Object> {
    StrictGenericReader(Schema writer) {
      super(writer, writer, new GenericData());
      getData().setFastReaderEnabled(false);
    }

    @Override
    protected Object readString(Object old, Schema expected, Decoder in) throws IOException {
      return text(in);
    }

    @Override
    protected Object readMapKey(Object old, Schema expected, Decoder in) throws IOException {
      return text(in);
    }
  }

  private static String text(Decoder in) throws IOException {
    Utf8 raw = in.readString((Utf8) null);
    if (isAscii(raw)) {
      return new String(raw.getBytes(), 0, raw.getByteLength(), StandardCharsets.ISO_8859_1);
    }
    return StandardCharsets.UTF_8
        .newDecoder() // reports what is not UTF-8, as CharacterCodingException
        .decode(ByteBuffer.wrap(raw.getBytes(), 0, raw.getByteLength()))
        .toString();
  }

  private static boolean isAscii(Utf8 raw) {
    byte[] bytes = raw.getBytes();
    for (int i = 0; i < raw.getByteLength(); i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** The record types that may stand alone on a topic or inside a request. */
  static final class Types {
    static final List<Class<? extends SpecificRecord>> ALL =
        List.of(
            org.sealspatial.schemas.v1.TokenRequest.class,
            org.sealspatial.schemas.v1.TokenRequestBody.class,
            org.sealspatial.schemas.v1.TokenInquiryBody.class,
            org.sealspatial.schemas.v1.TokenResponse.class,
            org.sealspatial.schemas.v1.SpatialRequest.class,
            org.sealspatial.schemas.v1.SpatialRequestBody.class,
            org.sealspatial.schemas.v1.SpatialResponse.class,
            org.sealspatial.schemas.v1.AuditRecord.class,
            org.sealspatial.schemas.v1.GatewayRefusals.class,
            org.sealspatial.schemas.v1.ConfigChange.class,
            org.sealspatial.schemas.v1.DeadLetter.class,
            org.sealspatial.schemas.v1.TableRecord.class,
            org.sealspatial.schemas.v1.ChangeRecord.class,
            org.sealspatial.schemas.v1.SpatialMapRecord.class,
            org.sealspatial.schemas.v1.SpatialAnchorRecord.class);

    private Types() {}
  }
}
