/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceTest {
  @TempDir Path folder;

  @Test
  void keeps_its_name_between_starts() throws Exception {
    String first;
    try (Instance instance = Instance.claim(folder, Optional.empty())) {
      first = instance.id();
    }

    try (Instance again = Instance.claim(folder, Optional.empty())) {
      assertEquals(first, again.id());
    }
  }

  @Test
  void a_second_live_holder_is_told_what_to_do() throws Exception {
    try (Instance holder = Instance.claim(folder, Optional.of("node-1"))) {
      assertEquals("node-1", holder.id());

      var taken =
          assertThrows(FolderLock.Taken.class, () -> Instance.claim(folder, Optional.of("node-2")));

      assertTrue(taken.getMessage().contains(folder.toString()));
      assertTrue(taken.getMessage().contains("data-dir"));
    }
  }
}
