/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.schemas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * A writer's schema cut down to what its bytes need, its fields under the names they have here.
 * Built anew and not copied, so that no property of it, such as java-class, is ever seen by Avro.
 */
final class BareSchema {
  private final Map<String, Schema> ours = new HashMap<>();
  private final Map<String, Schema> made = new HashMap<>();

  private BareSchema() {}

  /**
   * The schema.
   *
   * @throws IllegalArgumentException if bytes of it could cost more than they are long, or if it is
   *     not clear which of our fields one of its fields is
   */
  static Schema of(Schema writer, Schema reader) {
    var bare = new BareSchema();
    bare.collect(reader);
    return bare.cut(writer);
  }

  private void collect(Schema reader) {
    switch (reader.getType()) {
      case RECORD -> {
        if (ours.put(reader.getFullName(), reader) == null) {
          reader.getFields().forEach(field -> collect(field.schema()));
        }
      }
      case ARRAY -> collect(reader.getElementType());
      case MAP -> collect(reader.getValueType());
      case UNION -> reader.getTypes().forEach(this::collect);
      default -> {
        // Nothing inside.
      }
    }
  }

  private Schema cut(Schema writer) {
    return switch (writer.getType()) {
      case RECORD -> record(writer);
      case ENUM ->
          Schema.createEnum(writer.getName(), null, writer.getNamespace(), writer.getEnumSymbols());
      case FIXED ->
          Schema.createFixed(writer.getName(), null, writer.getNamespace(), writer.getFixedSize());
      case ARRAY -> Schema.createArray(item(writer.getElementType()));
      case MAP -> Schema.createMap(cut(writer.getValueType()));
      case UNION -> Schema.createUnion(writer.getTypes().stream().map(this::cut).toList());
      default -> Schema.create(writer.getType());
    };
  }

  private Schema record(Schema writer) {
    Schema known = made.get(writer.getFullName());
    if (known != null) {
      return known;
    }
    Schema record = Schema.createRecord(writer.getName(), null, writer.getNamespace(), false);
    made.put(writer.getFullName(), record);
    var fields = new ArrayList<Schema.Field>();
    for (Schema.Field field : writer.getFields()) {
      String name = nameOf(field, ours.get(writer.getFullName()));
      fields.add(new Schema.Field(name, cut(field.schema())));
    }
    record.setFields(fields);
    return record;
  }

  private static String nameOf(Schema.Field field, Schema reader) {
    if (reader == null || reader.getField(field.name()) != null) {
      return field.name();
    }
    List<String> names =
        field.aliases().stream().filter(alias -> reader.getField(alias) != null).toList();
    if (names.size() > 1) {
      throw new IllegalArgumentException(
          "has aliases of several of our fields: " + field.name() + " was " + names);
    }
    return names.isEmpty() ? field.name() : names.get(0);
  }

  /** Items of no bytes: a record of twenty bytes could announce any number of them. */
  private Schema item(Schema items) {
    if (mayBeEmpty(items, new HashSet<>())) {
      throw new IllegalArgumentException("has an array whose items take no bytes");
    }
    return cut(items);
  }

  private static boolean mayBeEmpty(Schema schema, Set<String> seen) {
    return switch (schema.getType()) {
      case NULL -> true;
      case FIXED -> schema.getFixedSize() == 0;
      case RECORD ->
          !seen.add(schema.getFullName())
              || schema.getFields().stream().allMatch(field -> mayBeEmpty(field.schema(), seen));
      default -> false;
    };
  }
}
