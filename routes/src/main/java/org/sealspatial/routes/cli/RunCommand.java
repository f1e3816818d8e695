/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.sealspatial.routes.config.SealConfig;
import org.sealspatial.routes.config.Settings;
import org.sealspatial.routes.wiring.Wiring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code seal run}: the roles of the configuration until SIGTERM. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs the roles of the configuration until SIGTERM; topics must be there.")
final class RunCommand implements Callable<Integer> {
  @Mixin private ConfigSource source;

  @Override
  public Integer call() throws Exception {
    Settings settings = source.settings();
    SealConfig config = SealConfig.from(settings);
    try (UntilStopped stop = new UntilStopped();
        Wiring wiring = new Wiring(config);
        Reload reload = new Reload(() -> source.read(Map.of()))) {
      stop.beforeExit(wiring);
      reload.onHangUp();
      wiring.start();
      reload.watch(settings, wiring);
      return stop.unlessLost(wiring::awaitLost);
    }
  }
}
