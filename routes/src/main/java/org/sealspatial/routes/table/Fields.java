/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.sealspatial.routes.config.NearestName;

/**
 * Strict access to the fields of one object. Collects problems instead of stopping at the first, so
 * a getter gives a harmless value where it has noted one: check {@link #raise} before use.
 */
final class Fields {
  /** Most items of any list. */
  static final int MAX_ITEMS = 256;

  private final JsonNode node;
  private final String pointer;
  private final List<Problem> problems;

  private Fields(JsonNode node, String pointer, List<Problem> problems) {
    this.node = node;
    this.pointer = pointer;
    this.problems = problems;
  }

  static Fields of(JsonNode node, String... known) {
    return new Fields(node, "", new ArrayList<>()).checked(known);
  }

  private Fields checked(String... known) {
    if (!(node instanceof ObjectNode)) {
      problem("must be an object");
      return this;
    }
    Set<String> names = Set.of(known);
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!names.contains(name)) {
                String hint = NearestName.of(name, names).map(n -> ", meant " + n + "?").orElse("");
                problems.add(new Problem(at(name), "is no known field" + hint));
              }
            });
    return this;
  }

  private String at(String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  void problem(String text) {
    problems.add(new Problem(pointer, text));
  }

  void problem(String name, String text) {
    problems.add(new Problem(at(name), text));
  }

  void problem(String name, int index, String text) {
    problems.add(new Problem(at(name) + "/" + index, text));
  }

  /** Throws where anything was wrong. */
  void raise() throws InvalidContent {
    if (!problems.isEmpty()) {
      throw new InvalidContent(problems);
    }
  }

  boolean has(String name) {
    return node.has(name);
  }

  String text(String name, Form form) {
    if (!has(name)) {
      problem(name, "is missing");
      return "";
    }
    return optionalText(name, form).orElse("");
  }

  Optional<String> optionalText(String name, Form form) {
    return Optional.ofNullable(node.get(name)).flatMap(value -> text(value, at(name), form));
  }

  private Optional<String> text(JsonNode value, String where, Form form) {
    if (!value.isTextual() || !form.matches(value.textValue())) {
      problems.add(new Problem(where, "must be " + form.described()));
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }

  boolean flag(String name) {
    JsonNode value = node.get(name);
    if (value != null && !value.isBoolean()) {
      problem(name, "must be true or false");
    }
    return value != null && value.booleanValue();
  }

  <E extends Enum<E>> E choice(String name, Class<E> type, E absent) {
    Form words = Form.oneOf(type);
    if (!has(name) && absent == null) {
      problem(name, "is missing; must be " + words.described());
    }
    return optionalText(name, words).map(word -> Form.constant(type, word)).orElse(absent);
  }

  /** A list that must be there and must not be empty. */
  List<String> texts(String name, Form form) {
    if (!has(name)) {
      problem(name, "is missing");
    }
    return optionalTexts(name, form);
  }

  /** A list that may be absent, then it is empty; an empty list is refused: it could mean both. */
  List<String> optionalTexts(String name, Form form) {
    return items(name, (item, where) -> text(item, where, form));
  }

  List<Long> optionalMapIds(String name) {
    return items(
        name,
        (item, where) -> {
          if (item.isIntegralNumber()
              && item.canConvertToLong()
              && item.longValue() >>> Integer.SIZE == 0) {
            return Optional.of(item.longValue());
          }
          problems.add(new Problem(where, "must be a map id, 0 to 4294967295"));
          return Optional.empty();
        });
  }

  private <T> List<T> items(String name, BiFunction<JsonNode, String, Optional<T>> read) {
    JsonNode list = node.get(name);
    if (list == null) {
      return List.of();
    }
    if (!list.isArray() || list.isEmpty() || list.size() > MAX_ITEMS) {
      problem(name, "must be a list of 1 to " + MAX_ITEMS + " items");
      return List.of();
    }
    Set<T> items = new LinkedHashSet<>();
    for (int i = 0; i < list.size(); i++) {
      Optional<T> item = read.apply(list.get(i), at(name) + "/" + i);
      if (item.isPresent() && !items.add(item.get())) {
        problem(name, i, "is there twice");
      }
    }
    return List.copyOf(items);
  }

  /** The objects of a list that must be there, each read by this function. */
  <T> List<T> objects(String name, int most, Function<Fields, T> read, String... known) {
    JsonNode list = node.get(name);
    if (list == null || !list.isArray() || list.isEmpty() || list.size() > most) {
      problem(name, "must be a list of 1 to " + most + " objects");
      return List.of();
    }
    List<T> items = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      items.add(read.apply(new Fields(list.get(i), at(name) + "/" + i, problems).checked(known)));
    }
    return items;
  }

  JsonNode node(String name) {
    return node.get(name);
  }

  Optional<Instant> optionalInstant(String name) {
    return optionalText(name, Form.INSTANT).map(Instant::parse);
  }

  Instant instant(String name) {
    if (!has(name)) {
      problem(name, "is missing; must be " + Form.INSTANT.described());
    }
    return optionalInstant(name).orElse(Instant.EPOCH);
  }

  OptionalDouble optionalNumber(JsonNode value, String where, double most) {
    if (value == null) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber() || !(Math.abs(value.doubleValue()) <= most)) {
      problems.add(new Problem(where, "must be a number between -" + most + " and " + most));
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(value.doubleValue());
  }

  /** A position as [longitude, latitude] or [longitude, latitude, height]. */
  List<Double> position(String name) {
    JsonNode list = node.get(name);
    if (list == null || !list.isArray() || list.size() < 2 || list.size() > 3) {
      problem(name, "must be [longitude, latitude] or [longitude, latitude, height]");
      return List.of(0.0, 0.0);
    }
    List<Double> position = new ArrayList<>();
    double[] most = {180, 90, 100_000};
    for (int i = 0; i < list.size(); i++) {
      position.add(optionalNumber(list.get(i), at(name) + "/" + i, most[i]).orElse(0));
    }
    return List.copyOf(position);
  }

  /** A Uint32. */
  long mapId(String name) {
    long id = count(name);
    if (id >>> Integer.SIZE != 0) {
      problem(name, "must be a map id, 0 to 4294967295");
    }
    return id;
  }

  /** A number of 0 or more. */
  long count(String name) {
    JsonNode value = node.get(name);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
      problem(name, "must be a whole number");
      return 0;
    }
    if (value.longValue() < 0) {
      problem(name, "must be 0 or more");
    }
    return value.longValue();
  }
}
