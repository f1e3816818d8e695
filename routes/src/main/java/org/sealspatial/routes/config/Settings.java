/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sealspatial.routes.config.InvalidConfig.Problem;
import org.sealspatial.routes.config.Layer.Setting;

/** All layers merged; hands out typed values and remembers every problem until {@link #raise}. */
public final class Settings {
  private final Map<String, Setting> values = new TreeMap<>();
  private final Map<String, Problem> problems = new LinkedHashMap<>();

  /** Merges; a later layer wins. */
  public Settings(List<Layer> layers) {
    for (Layer layer : layers) {
      values.putAll(layer.values());
      layer.problems().forEach(this::note);
    }
  }

  /** Whether somebody set it, default or not. */
  public boolean has(Key key) {
    return values.containsKey(key.dotted());
  }

  /** The text in force: set or default. */
  public Optional<Setting> inForce(Key key) {
    Optional<Setting> set = Optional.ofNullable(values.get(key.dotted()));
    return set.or(() -> key.defaultText().map(text -> new Setting(text, "default")));
  }

  /**
   * The names of settings that say something else there, in their order.
   *
   * @param live those that take effect while a process runs, or the others
   */
  public List<String> changed(Settings there, boolean live) {
    List<String> changed = new ArrayList<>();
    for (Key key : Key.values()) {
      if (key.isLive() == live && !text(key).equals(there.text(key))) {
        changed.add(key.dotted());
      }
    }
    if (!live && !below(KnownNames.KAFKA_PROPERTY).equals(there.below(KnownNames.KAFKA_PROPERTY))) {
      changed.add(Key.KAFKA_PROPERTIES.dotted());
    }
    if (!live && has(Key.GATEWAY_TLS_KEY) != there.has(Key.GATEWAY_TLS_KEY)) {
      changed.add(Key.GATEWAY_TLS_KEY.dotted()); // a port is with or without TLS
    }
    return changed;
  }

  /** What is wrong as far as is known yet. */
  List<Problem> problems() {
    return List.copyOf(problems.values());
  }

  private Optional<String> text(Key key) {
    return inForce(key).map(Setting::text);
  }

  /** Settings below a prefix such as {@code kafka.properties.}, without it. */
  Map<String, String> below(String prefix) {
    Map<String, String> found = new TreeMap<>();
    values.forEach(
        (name, setting) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), setting.text());
          }
        });
    return found;
  }

  /** The value in force; null when there is none or it can't be parsed, which is then a problem. */
  <T> T read(Key key, Function<String, T> parse) {
    return inForce(key).map(setting -> parsed(key, setting, parse)).orElse(null);
  }

  private <T> T parsed(Key key, Setting setting, Function<String, T> parse) {
    try {
      return parse.apply(setting.text());
    } catch (IllegalArgumentException e) {
      String text = "must be " + key.shape().replace("`", "");
      String reason = e.getMessage() == null ? text : e.getMessage();
      note(new Problem(key.dotted(), "(" + setting.origin() + ") " + reason));
      return null;
    }
  }

  /** The record, or null when it refuses its values, which are then problems. */
  <T> T build(Supplier<T> constructor) {
    try {
      return constructor.get();
    } catch (InvalidConfig refusal) {
      refusal.problems().forEach(this::note);
      return null;
    }
  }

  /** The first problem of a setting tells most; the rest follows from it. */
  private void note(Problem problem) {
    problems.putIfAbsent(problem.name(), problem);
  }

  /** Throws when there was any problem so far. */
  void raise() {
    if (!problems.isEmpty()) {
      throw new InvalidConfig(new ArrayList<>(problems.values()));
    }
  }
}
