/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sealspatial.routes.config.Layer;
import org.sealspatial.routes.config.LogConfig;
import org.sealspatial.routes.config.Settings;
import org.sealspatial.routes.config.ToolConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.UnmatchedArgsBinding;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The settings of a command: file, then environment, then flags; the later wins. */
public final class ConfigSource {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "${env:SEAL_CONFIG}",
      description = "Properties file; also SEAL_CONFIG")
  private Path file;

  private final List<String> flags = new ArrayList<>();

  /** Every setting is a flag, so what picocli does not know is kept for us to judge. */
  @Spec(Spec.Target.MIXEE)
  void mixInto(CommandSpec command) {
    command.addUnmatchedArgsBinding(
        UnmatchedArgsBinding.forStringArrayConsumer(
            new ISetter() {
              @Override
              public <T> T set(T unmatched) {
                if (unmatched != null) { // null first, to begin with nothing
                  flags.addAll(Arrays.asList((String[]) unmatched));
                }
                return unmatched;
              }
            }));
  }

  /** Everything that was set, with the log already as it says. */
  public Settings settings() {
    return settings(Map.of());
  }

  /** What the operator's commands run with, with the log already as it says. */
  ToolConfig tools() {
    return ToolConfig.from(settings());
  }

  /** As {@link #settings()}, with presets that everything else wins over. */
  public Settings settings(Map<String, String> presets) {
    Settings settings = read(presets);
    LogConfig log = LogConfig.from(settings);
    if (log != null) {
      LogLines.apply(log);
    }
    return settings;
  }

  /** Everything that is set now, with these presets; the log is left alone. */
  public Settings read(Map<String, String> presets) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Layer.presets(presets));
    if (file != null) {
      layers.add(Layer.file(file));
    }
    layers.add(Layer.environment(System.getenv()));
    layers.add(Layer.flags(flags));
    return new Settings(layers);
  }
}
