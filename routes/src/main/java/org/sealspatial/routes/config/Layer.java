/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.sealspatial.routes.config.InvalidConfig.Problem;

/**
 * Settings from one place, by dotted name. A later layer wins: what {@code seal up} presets, file,
 * environment, flags.
 *
 * @param values dotted name to text and where it stands, such as {@code flag --sim.issuer}
 * @param problems what could not be taken
 */
public record Layer(Map<String, Setting> values, List<Problem> problems) {
  private static final String PREFIX = "seal.";
  private static final String KAFKA_ENVIRONMENT = "SEAL_KAFKA_PROPERTIES_";

  /** One text and where it stands. */
  public record Setting(String text, String origin) {}

  /** Copies both. */
  public Layer {
    values = Map.copyOf(values);
    problems = List.copyOf(problems);
  }

  /** What a command presets; everything else wins over it. */
  public static Layer presets(Map<String, String> presets) {
    Builder layer = new Builder();
    presets.forEach((name, text) -> layer.put(name, text, "preset"));
    return layer.build();
  }

  /** A properties file; names with or without {@code seal.} in front. */
  public static Layer file(Path file) {
    Builder layer = new Builder();
    try (Reader reader = Files.newBufferedReader(file)) {
      new OnceOnly(layer, "file " + file).load(reader);
    } catch (IOException | IllegalArgumentException e) {
      layer.refuse(file.toString(), "can't be read: " + e);
    }
    return layer.build();
  }

  /** Variables that begin with {@code SEAL_}; {@code SEAL_CONFIG} names the file. */
  public static Layer environment(Map<String, String> environment) {
    Builder layer = new Builder();
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              if (name.startsWith("SEAL_") && !name.equals("SEAL_CONFIG")) {
                layer.putVariable(name, text);
              }
            });
    return layer.build();
  }

  /** Arguments of the form {@code --key=value}. */
  public static Layer flags(List<String> arguments) {
    Builder layer = new Builder();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (argument.startsWith("--") && equals > 0) {
        String name = argument.substring(2, equals);
        layer.put(name, argument.substring(equals + 1), "flag --" + name);
      } else {
        layer.refuse(argument, "is not of the form --key=value");
      }
    }
    return layer.build();
  }

  /** Properties.load ends in put; a name that stands twice is refused. */
  private static final class OnceOnly extends Properties {
    private static final long serialVersionUID = 1L;
    private final transient Builder layer;
    private final String origin;

    OnceOnly(Builder layer, String origin) {
      this.layer = layer;
      this.origin = origin;
    }

    @Override
    public synchronized Object put(Object name, Object text) {
      layer.put((String) name, (String) text, origin);
      return null;
    }
  }

  private static final class Builder {
    private final Map<String, Setting> values = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();

    void put(String given, String text, String origin) {
      String name = given.startsWith(PREFIX) ? given.substring(PREFIX.length()) : given;
      if (!KnownNames.has(name)) {
        refuse(given, "(" + origin + ") is unknown" + KnownNames.hint(name));
      } else if (values.putIfAbsent(name, new Setting(text.strip(), origin)) != null) {
        refuse(given, "(" + origin + ") is set twice");
      }
    }

    void putVariable(String variable, String text) {
      String origin = "environment " + variable;
      if (variable.startsWith(KAFKA_ENVIRONMENT) && !variable.equals(KAFKA_ENVIRONMENT + "FILE")) {
        put(KnownNames.kafkaProperty(variable.substring(KAFKA_ENVIRONMENT.length())), text, origin);
        return;
      }
      KnownNames.ofVariable(variable)
          .ifPresentOrElse(
              key -> put(key.dotted(), text, origin),
              () -> refuse(variable, "is unknown" + KnownNames.hintVariable(variable)));
    }

    void refuse(String name, String text) {
      problems.add(new Problem(name, text));
    }

    Layer build() {
      return new Layer(values, problems);
    }
  }
}
