/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--data-dir=" + folder);
    Layer flags = Layer.flags(arguments);
    Function<Map<String, String>, Settings> settings =
        presets -> new Settings(List.of(Layer.presets(presets), flags));
    return LocalStack.start(settings, LocalPorts.anyFree(), Channel.TLS);
  }
}
