/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.peer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sealspatial.bench.load.Fleet;
import org.sealspatial.bench.load.TokenLetters;
import org.sealspatial.bench.load.World;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.process.ChildProcess;
import org.sealspatial.bench.process.Ports;
import org.sealspatial.bench.row.Run;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.routes.admin.Desired;
import org.sealspatial.routes.admin.TableEdits;
import org.sealspatial.schemas.Topic;

/** The product beside a peer: its whole HTTP path, and SIM-S over Kafka alone. */
final class Ours implements AutoCloseable {
  /** Of the first client of the fleet, which over HTTP need not prove possession. */
  private static final String HTTP_CLIENT = "fleet-http";

  private final Run run;
  private final String provider;
  private final List<AutoCloseable> open = new ArrayList<>();

  /** With all that needs cryptography on this provider. */
  Ours(Run run, String provider) {
    this.run = run;
    this.provider = provider;
  }

  /** Gateway, SIM-S and broker, asked for Bearer tokens as any OAuth server is. */
  HttpSide http(int connections) throws IOException, InterruptedException {
    int port = Ports.free();
    World world =
        run.world(Map.of("crypto.provider", provider, "gateway.port", String.valueOf(port)));
    register(world);
    ChildProcess sim = opened(run.role(world, "sim", "a"));
    ChildProcess gateway = opened(run.role(world, "gateway", "a"));
    var endpoint =
        new TokenEndpoint(
            URI.create("http://127.0.0.1:" + port + "/oauth2/token"),
            new ClientAuthentication.Assertion(HTTP_CLIENT, world.fleet().key(0), World.ISSUER),
            Map.of(
                "scope", "seal:SS_SmManagement:get",
                "val_ue_id", "ue-1",
                "val_service_id", Fleet.VAL_SERVICE));
    return new HttpSide(
        "ours over HTTP, " + provider,
        endpoint,
        connections,
        new HttpSide.Processes(() -> sum(gateway, sim), () -> run.broker().cpu()));
  }

  private static Duration sum(ChildProcess a, ChildProcess b) {
    return a.cpu().plus(b.cpu());
  }

  private static void register(World world) throws IOException, InterruptedException {
    ObjectNode client =
        StrictJson.object().put("kind", "Client").put("id", HTTP_CLIENT).put("proof", "optional");
    client.putArray("valUes").add("ue-*");
    client.putArray("valServices").add(Fleet.VAL_SERVICE);
    client.putArray("keys").add(world.fleet().key(0).publicHalf().jwk());
    var file = Files.writeString(world.log("http-client"), StrictJson.text(client));
    var yaml = Files.move(file, file.resolveSibling(file.getFileName() + ".yaml"));
    world
        .edits()
        .apply(
            Desired.read(List.of(yaml), world.crypto()),
            new TableEdits.Options(false, false, false));
  }

  /** SIM-S and broker, asked over Kafka. */
  Side kafka() throws Exception {
    World world = run.world(Map.of("crypto.provider", provider));
    ChildProcess sim = run.role(world, "sim", "a");
    var service =
        new Side.Service(
            world, world.group("sim"), world.topic(Topic.TOKEN_REQUESTS), List.of(sim), true);
    return opened(
        new Side("ours over Kafka, " + provider, service, run.broker(), new TokenLetters(world)));
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.add(part);
    return part;
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable part : open) {
      part.close();
    }
  }
}
