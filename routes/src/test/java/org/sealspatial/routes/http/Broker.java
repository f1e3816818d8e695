/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.sealspatial.routes.testing.InJvmKafka;
import org.sealspatial.schemas.Topic;

/** A broker of the test's own, which can be taken away and brought back with its log. */
final class Broker implements AutoCloseable {
  private final InJvmKafka kafka = new InJvmKafka();

  void stop() {
    kafka.kill(0);
  }

  void start() {
    kafka.restart(0);
  }

  Map<String, Object> clients() {
    return Map.of("bootstrap.servers", kafka.bootstrap());
  }

  /** The topics a gateway touches, and one it must never touch. */
  void topics(String prefix) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(clients())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topic.HTTP_TOKEN_REQUESTS.in(prefix), 4, (short) 1),
                  new NewTopic(Topic.HTTP_SPATIAL_REQUESTS.in(prefix), 4, (short) 1),
                  new NewTopic(Topic.AUDIT.in(prefix), 4, (short) 1),
                  new NewTopic(Topic.replies(prefix, Topic.GATEWAY_REQUESTOR), 4, (short) 1),
                  new NewTopic(prefix + ".secret", 1, (short) 1)))
          .all()
          .get();
    }
  }

  @Override
  public void close() {
    kafka.close();
  }
}
