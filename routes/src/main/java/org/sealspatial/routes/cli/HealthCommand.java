/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.sealspatial.routes.config.Listener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seal health}: asks the management port, for container health checks. */
@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    description = "Asks the management port whether the process is ready; exits 8 when it is not.")
final class HealthCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @Mixin private ConfigSource source;
  @Spec private CommandSpec spec;

  @Option(names = "--live", description = "Asks whether it is alive instead")
  private boolean live;

  @Override
  public Integer call() throws InterruptedException {
    Listener management = Listener.management(source.settings());
    String path = "/health/" + (live ? "live" : "ready");
    String answer = ask(URI.create("http://" + management + path));
    spec.commandLine().getOut().println(answer);
    return answer.startsWith("200") ? ExitCode.OK : ExitCode.UNAVAILABLE;
  }

  private static String ask(URI address) throws InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    try {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    } catch (IOException e) {
      return "no answer from " + address;
    }
  }
}
