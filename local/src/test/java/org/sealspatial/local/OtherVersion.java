/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;

/** A record type of ours as another version of the program might have it, and a writer of it. */
record OtherVersion(Schema schema) {

  /** Our schema with its fields changed. */
  static OtherVersion of(Schema ours, Consumer<List<Schema.Field>> change) {
    var fields = new ArrayList<Schema.Field>();
    ours.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    change.accept(fields);
    return new OtherVersion(
        Schema.createRecord(ours.getName(), null, ours.getNamespace(), false, fields));
  }

  static Schema.Field field(String name, String type) {
    return new Schema.Field(name, new Schema.Parser().parse(type));
  }

  void save(Path folder, String name) throws IOException {
    Files.writeString(folder.resolve(name + ".avsc"), schema.toString(true));
  }

  /** What a program of that version would write: ours by name or alias, and what is more. */
  byte[] encode(SpecificRecord ours, Map<String, Object> more) throws IOException {
    var datum = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      datum.put(field.name(), more.getOrDefault(field.name(), valueOf(ours, field)));
    }
    var out = new ByteArrayOutputStream();
    out.writeBytes(
        ByteBuffer.allocate(10)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0xC3)
            .put((byte) 1)
            .putLong(SchemaNormalization.parsingFingerprint64(schema))
            .array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    var data = new GenericData();
    data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    new GenericDatumWriter<GenericData.Record>(schema, data).write(datum, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static Object valueOf(SpecificRecord ours, Schema.Field field) {
    for (Schema.Field own : ours.getSchema().getFields()) {
      if (own.name().equals(field.name()) || field.aliases().contains(own.name())) {
        return ours.get(own.pos());
      }
    }
    return null;
  }
}
