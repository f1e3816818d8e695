/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sealspatial.routes.config.Layer;
import org.sealspatial.routes.config.LogConfig;
import org.sealspatial.routes.config.Settings;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** The settings of a command: file, then environment, then flags; the later wins. */
public final class ConfigSource {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "${env:SEAL_CONFIG}",
      description = "Properties file; also SEAL_CONFIG")
  private Path file;

  @Unmatched private List<String> flags = new ArrayList<>();

  /** Everything that was set, with the log already as it says. */
  public Settings settings() {
    return settings(Map.of());
  }

  /** As {@link #settings()}, with presets that everything else wins over. */
  public Settings settings(Map<String, String> presets) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Layer.presets(presets));
    if (file != null) {
      layers.add(Layer.file(file));
    }
    layers.add(Layer.environment(System.getenv()));
    layers.add(Layer.flags(flags));
    Settings settings = new Settings(layers);
    LogConfig log = LogConfig.from(settings);
    if (log != null) {
      LogLines.apply(log);
    }
    return settings;
  }
}
