/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docker/compose.yaml as an engine reads it when no variable is set. */
final class ComposeFile {
  static final Path FOLDER = Path.of("../docker");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Z_]+:-([^}]*)}");

  private final Map<String, Object> root;

  ComposeFile() throws IOException {
    String text = Files.readString(FOLDER.resolve("compose.yaml"));
    String filled = VARIABLE.matcher(text).replaceAll((MatchResult found) -> found.group(1));
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    root = map(new Yaml(new SafeConstructor(options)).load(filled));
  }

  /** Services whose image is ours, by name. */
  Map<String, Map<String, Object>> ours() {
    Map<String, Map<String, Object>> ours = new LinkedHashMap<>();
    services()
        .forEach(
            (name, service) -> {
              if (String.valueOf(service.get("image")).startsWith("seal-spatial")) {
                ours.put(name, service);
              }
            });
    return ours;
  }

  /** Services that are brokers, by name. */
  Map<String, Map<String, Object>> brokers() {
    Map<String, Map<String, Object>> brokers = new LinkedHashMap<>(services());
    brokers.keySet().removeAll(ours().keySet());
    return brokers;
  }

  Map<String, Map<String, Object>> services() {
    Map<String, Map<String, Object>> services = new LinkedHashMap<>();
    map(root.get("services")).forEach((name, service) -> services.put(name, map(service)));
    return services;
  }

  List<String> secretFiles() {
    return map(root.get("secrets")).values().stream()
        .map(secret -> String.valueOf(map(secret).get("file")))
        .toList();
  }

  List<String> secretNames() {
    return List.copyOf(map(root.get("secrets")).keySet());
  }

  static Map<String, String> environment(Map<String, Object> service) {
    Map<String, String> environment = new LinkedHashMap<>();
    map(service.get("environment")).forEach((name, text) -> environment.put(name, (String) text));
    return environment;
  }

  static List<String> texts(Map<String, Object> service, String name) {
    Object list = Objects.requireNonNullElse(service.get(name), List.of());
    return ((List<?>) list).stream().map(String::valueOf).toList();
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object yaml) {
    return (Map<String, Object>) Objects.requireNonNullElse(yaml, Map.of());
  }
}
