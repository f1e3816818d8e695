/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.docker;

import java.nio.ByteBuffer;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** The handshake of a Kafka client with a broker by their settings, without a network. */
final class Handshake {
  private static final int MOST_STEPS = 100;

  private Handshake() {}

  /**
   * Whom the broker sees.
   *
   * @param host the name the client calls the broker by
   * @throws SSLException where one of them refuses the other
   */
  static String caller(AdminClientConfig client, String host, Map<String, ?> broker)
      throws SSLException {
    try (var calling = new DefaultSslEngineFactory();
        var called = new DefaultSslEngineFactory()) {
      calling.configure(client.values());
      called.configure(broker);
      SSLEngine caller = calling.createClientSslEngine(host, 9092, "https");
      SSLEngine server = called.createServerSslEngine("client", 0);
      shake(caller, server);
      return server.getSession().getPeerPrincipal().getName();
    }
  }

  private static void shake(SSLEngine client, SSLEngine server) throws SSLException {
    ByteBuffer toServer = ByteBuffer.allocate(1 << 17);
    ByteBuffer toClient = ByteBuffer.allocate(1 << 17);
    client.beginHandshake();
    server.beginHandshake();
    for (int i = 0; i < MOST_STEPS; i++) {
      step(client, toClient, toServer);
      step(server, toServer, toClient);
    }
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> engine.getDelegatedTask().run();
      case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
        in.flip();
        engine.unwrap(in, ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
        in.compact();
      }
      default -> {}
    }
  }
}
