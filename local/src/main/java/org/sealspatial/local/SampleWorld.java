/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.io.IOException;
import java.nio.file.Path;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.local.client.ClientKeyFile;
import org.sealspatial.local.client.Endpoints;
import org.sealspatial.local.demo.DemoWorld;

/** What a stranger can try at once: the sample world, loaded once, with its client's key kept. */
final class SampleWorld {
  private final LocalStack stack;

  SampleWorld(LocalStack stack) {
    this.stack = stack;
  }

  /**
   * Leaves in the data folder what {@code seal client} needs.
   *
   * @param load whether to load the sample world where it was not; never into another's cluster
   * @return whether the sample client is there
   */
  boolean leave(boolean load) throws IOException, InterruptedException, UnfitKey {
    Path dataDir = stack.config().deployment().dataDir();
    var key = new ClientKeyFile(dataDir);
    if (load && stack.hasOwnBroker() && !key.exists()) {
      CryptoProvider crypto = CryptoProvider.best();
      SigningKey fresh = key.make(crypto);
      DemoWorld.apply(stack, fresh, crypto);
      key.keep();
    }
    endpoints().writeTo(dataDir);
    return key.exists();
  }

  private Endpoints endpoints() {
    var cluster = stack.config().cluster();
    return new Endpoints(
        DemoWorld.gatewayUrl(stack),
        stack.config().sim().orElseThrow().issuer().toString(),
        String.join(",", cluster.kafka().bootstrapServers()),
        cluster.kafka().propertiesFile().map(file -> file.path().toString()).orElse(""),
        cluster.topicPrefix());
  }
}
