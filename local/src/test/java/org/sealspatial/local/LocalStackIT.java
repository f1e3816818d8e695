/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.routes.admin.Topics;
import org.sealspatial.routes.config.FolderLock;
import org.sealspatial.routes.config.Layer;
import org.sealspatial.routes.config.Settings;

class LocalStackIT {
  @TempDir Path folder;

  @Test
  void starts_and_keeps_its_topics_and_keys_between_starts() throws Exception {
    try (LocalStack first = start(folder)) {
      checkTopics(first);
    }

    try (LocalStack second = start(folder)) {
      checkTopics(second);
      try (Topics topics = new Topics(second.tools().cluster())) {
        assertEquals(List.of(), topics.create());
      }
    }
  }

  @Test
  void a_second_one_in_the_same_folder_is_told_so() throws Exception {
    try (LocalStack first = start(folder)) {
      checkTopics(first);

      var taken = assertThrows(FolderLock.Taken.class, () -> start(folder));

      assertTrue(taken.getMessage().contains(folder.toString()), taken.getMessage());
    }
  }

  @Test
  void uses_another_cluster_and_waits_until_its_broker_is_there() throws Exception {
    int port = FreePort.any();
    var starting =
        CompletableFuture.supplyAsync(
            () ->
                unchecked(
                    () ->
                        start(
                            folder.resolve("roles"),
                            "--kafka.bootstrap-servers=127.0.0.1:" + port,
                            "--replication-factor=1")));

    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), port);
        LocalStack stack = starting.get(60, TimeUnit.SECONDS)) {
      assertEquals(
          List.of(broker.bootstrapServers()), stack.config().cluster().kafka().bootstrapServers());
      checkTopics(stack);
    }
  }

  @Test
  void its_broker_takes_nobody_without_the_key_in_the_folder_nor_without_tls() throws Exception {
    try (LocalStack stack = start(folder)) {
      Map<String, Object> known = stack.config().cluster().kafka().clientProperties();
      Map<String, Object> stranger = new HashMap<>(known);
      stranger.keySet().removeIf(property -> property.startsWith("ssl.keystore."));
      Map<String, Object> plain = Map.of("bootstrap.servers", known.get("bootstrap.servers"));

      assertEquals(Optional.empty(), refusal(known));
      assertEquals(Optional.of(SslAuthenticationException.class), refusal(stranger));
      assertEquals(Optional.of(TimeoutException.class), refusal(plain));
    }
  }

  /** Why a client can't ask the broker anything. */
  private static Optional<Class<?>> refusal(Map<String, Object> client) throws Exception {
    Map<String, Object> impatient = new HashMap<>(client);
    impatient.put("request.timeout.ms", 2_000);
    impatient.put(
        "default.api.timeout.ms", client.containsKey("security.protocol") ? 60_000 : 2_000);
    try (Admin admin = Admin.create(impatient)) {
      admin.describeCluster().clusterId().get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(e.getCause().getClass());
    }
  }

  @Test
  void insecure_its_broker_speaks_plain_text() throws Exception {
    try (LocalStack stack = start(folder, Channel.PLAIN)) {
      checkTopics(stack);

      Map<String, Object> client = stack.config().cluster().kafka().clientProperties();
      assertEquals(Set.of("bootstrap.servers"), client.keySet());
      assertTrue(stack.config().gateway().orElseThrow().url().startsWith("http://"));
    }
  }

  private static <T> T unchecked(Callable<T> callable) {
    try {
      return callable.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void checkTopics(LocalStack stack) throws InterruptedException {
    try (Topics topics = new Topics(stack.tools().cluster())) {
      topics.check();
    }
  }

  private static LocalStack start(Path folder, String... more) throws Exception {
    return start(folder, Channel.TLS, more);
  }

  private static LocalStack start(Path folder, Channel channel, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--data-dir=" + folder);
    Layer flags = Layer.flags(arguments);
    Function<Map<String, String>, Settings> settings =
        presets -> new Settings(List.of(Layer.presets(presets), flags));
    return LocalStack.start(settings, LocalPorts.anyFree(), channel);
  }
}
