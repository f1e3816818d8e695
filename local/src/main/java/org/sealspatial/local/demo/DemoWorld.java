/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.local.LocalStack;
import org.sealspatial.routes.admin.Desired;
import org.sealspatial.routes.admin.OperatorKeys;
import org.sealspatial.routes.admin.TableEdits;

/** The sample world: a client, a policy, a map with layers and objects, anchors. */
public final class DemoWorld {
  /** The registered client. */
  public static final String CLIENT = "headset-fleet";

  /** Its requestor: the name of its reply topic. */
  public static final String REQUESTOR = "arcade";

  /** The VAL service. */
  public static final String VAL_SERVICE = "arcade.example";

  private DemoWorld() {}

  /** Makes the tables hold the sample world, with this key for the client. */
  public static void apply(LocalStack stack, SigningKey clientKey, CryptoProvider crypto)
      throws IOException, InterruptedException {
    apply(stack, clientKey.publicHalf(), crypto);
  }

  /** Makes the tables hold the sample world, with this key for the client. */
  public static void apply(LocalStack stack, VerificationKey clientKey, CryptoProvider crypto)
      throws IOException, InterruptedException {
    Path files = Files.createTempDirectory("seal-demo");
    Path plaza = files.resolve("plaza.yaml");
    Path client = files.resolve("client.yaml");
    try (InputStream sample = DemoWorld.class.getResourceAsStream("/demo/plaza.yaml")) {
      Files.write(plaza, sample.readAllBytes());
    }
    Files.writeString(client, client(clientKey), StandardCharsets.UTF_8);
    Desired desired = Desired.read(List.of(client, plaza), crypto);
    edits(stack).apply(desired, new TableEdits.Options(false, false, false));
    Files.delete(plaza);
    Files.delete(client);
    Files.delete(files);
  }

  /** How clients reach the gateway of this stack. */
  public static String gatewayUrl(LocalStack stack) {
    return stack.config().gateway().orElseThrow().url();
  }

  /** The operator's hand on the tables of this stack. */
  public static TableEdits edits(LocalStack stack) {
    return new TableEdits(
        stack.config().cluster(), OperatorKeys.of(stack.tools()), Clock.systemUTC());
  }

  private static String client(VerificationKey key) {
    ObjectNode client =
        StrictJson.object()
            .put("kind", "Client")
            .put("id", CLIENT)
            .put("requestor", REQUESTOR)
            .put("proof", "required");
    client.putArray("keys").add(key.jwk());
    client.putArray("valUes").add("ue-*");
    client.putArray("valServices").add(VAL_SERVICE);
    return StrictJson.text(client); // JSON is YAML
  }
}
