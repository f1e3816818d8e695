/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  private static void checkTopics(LocalStack stack) throws InterruptedException {
    try (Topics topics = new Topics(stack.tools().cluster())) {
      topics.check();
    }
  }

  private static LocalStack start(Path folder) throws Exception {
    Layer flags = Layer.flags(List.of("--data-dir=" + folder));
    Function<Map<String, String>, Settings> settings =
        presets -> new Settings(List.of(Layer.presets(presets), flags));
    return LocalStack.start(settings, LocalPorts.anyFree());
  }
}
