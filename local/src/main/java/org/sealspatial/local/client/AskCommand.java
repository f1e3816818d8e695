/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.KafkaValUe;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.cli.ConfigSource;
import org.sealspatial.routes.cli.ExitCode;
import org.sealspatial.schemas.v1.Failure;
import org.sealspatial.schemas.v1.IssuedToken;
import org.sealspatial.schemas.v1.SpatialRequestBody;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seal client ask}: the figures over Kafka, each message printed. */
@Command(
    name = "ask",
    mixinStandardHelpOptions = true,
    description = "Asks over Kafka: for a token (figure 1), or for a token and a map (figure 2).")
final class AskCommand implements Callable<Integer> {
  private static final String SERVICE = "SS_SmManagement";

  /** What can be asked for. */
  enum What {
    TOKEN,
    MAP
  }

  @Mixin private ConfigSource source;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "WHAT", description = "token or map")
  private What what;

  @Override
  public Integer call() throws Exception {
    var client = new SampleClient(source);
    ValUe ue = client.valUe();
    try (KafkaValUe kafka = client.kafka()) {
      Optional<IssuedToken> token = token(ue, kafka);
      boolean granted =
          token.isPresent() && (what == What.TOKEN || map(ue, kafka, token.get().getAccessToken()));
      return granted ? ExitCode.OK : ExitCode.DENIED;
    }
  }

  private Optional<IssuedToken> token(ValUe ue, KafkaValUe kafka)
      throws InterruptedException, Rejected {
    TokenRequestBody request = ue.asksToken(SERVICE, "get", Optional.empty());
    says("SIM-C -> SIM-S   TokenRequest", request);
    TokenResponse response = kafka.ask(ue, request);
    if (response.getFailure() != null) {
      return refused("SIM-S -> SIM-C   refused", response.getFailure());
    }
    says("SIM-S -> SIM-C   token", StrictJson.text(members(response.getToken())));
    String claims =
        StrictJson.text(CompactJws.parse(response.getToken().getAccessToken()).claims());
    says("                 which says", claims);
    return Optional.of(response.getToken());
  }

  private static ObjectNode members(IssuedToken token) {
    return StrictJson.object()
        .put("access_token", token.getAccessToken())
        .put("token_type", token.getTokenType())
        .put("expires_in", token.getExpiresIn())
        .put("scope", token.getScope());
  }

  private boolean map(ValUe ue, KafkaValUe kafka, String accessToken) throws InterruptedException {
    SpatialRequestBody request =
        ue.asksSpatial(SERVICE, "get", Map.of("svc-id", DemoWorld.VAL_SERVICE, "map-id", "1"));
    says("LM client -> LM-S   SpatialRequest, with token and proof", request);
    SpatialResponse response = kafka.ask(ue, request, accessToken);
    if (response.getFailure() != null) {
      return refused("LM-S -> LM client   refused", response.getFailure()).isPresent();
    }
    String rest = response.getWithheld() ? ", some of it withheld" : "";
    says("LM-S -> LM client   spatial map" + rest, response.getContent());
    return true;
  }

  private <T> Optional<T> refused(String title, Failure failure) {
    says(title, failure.getCause() + ": " + failure.getDetail());
    return Optional.empty();
  }

  private void says(String title, Object message) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(title);
    out.println("  " + message);
    out.flush();
  }
}
