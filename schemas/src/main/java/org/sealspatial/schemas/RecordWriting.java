/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes records of our own schemas. A type's writer and a thread's buffer are kept, so that a
 * record costs one copy and no growing.
 */
final class RecordWriting {
  private static final int KEPT = 65_536;

  private final Map<Class<?>, Encoding<?>> encodings = new HashMap<>();
  private final ThreadLocal<Buffers> buffers = ThreadLocal.withInitial(Buffers::new);

  /** What stands before the datum, and what writes the datum. */
  private record Encoding<T>(byte[] header, DatumWriter<T> writer) {
    static <T> Encoding<T> of(Class<T> type) {
      Schema schema = SpecificData.get().getSchema(type);
      ByteBuffer header = ByteBuffer.allocate(Wire.HEADER).order(ByteOrder.LITTLE_ENDIAN);
      header.put(Wire.MARKER).putLong(SchemaNormalization.parsingFingerprint64(schema));
      return new Encoding<>(header.array(), new SpecificDatumWriter<>(schema, data(type)));
    }

    // Generated code writes where a type has it, to the same bytes. Never reads: it is not strict.
    private static SpecificData data(Class<?> type) {
      var data = new SpecificData();
      SpecificData.getForClass(type).getConversions().forEach(data::addLogicalTypeConversion);
      data.setCustomCoders(true);
      return data;
    }
  }

  /** What one thread writes with. */
  private static final class Buffers {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
    private BinaryEncoder encoder;
  }

  RecordWriting() {
    Wire.Types.ALL.forEach(type -> encodings.put(type, Encoding.of(type)));
  }

  <T extends SpecificRecord> byte[] encode(T record) {
    @SuppressWarnings("unchecked") // each type was put in with its own
    var encoding = (Encoding<T>) encodings.get(record.getClass());
    if (encoding == null) {
      throw new IllegalArgumentException("not a released record type: " + record.getClass());
    }
    Buffers own = buffers.get();
    if (own.bytes.size() > KEPT) {
      buffers.remove(); // the next record of this thread starts small again
    }
    try {
      own.encoder = EncoderFactory.get().binaryEncoder(own.bytes, own.encoder);
      own.bytes.reset(); // only now: the encoder first writes what a failed record left in it
      own.bytes.write(encoding.header());
      encoding.writer().write(record, own.encoder);
      own.encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return own.bytes.toByteArray();
  }
}
