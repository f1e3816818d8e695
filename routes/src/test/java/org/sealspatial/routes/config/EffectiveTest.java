/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveTest {
  @TempDir Path folder;

  private Effective with(String... more) {
    List<String> flags = new ArrayList<>(List.of(more));
    flags.add("--gateway.tls.key=" + folder.resolve("key"));
    flags.add("--trust.sim=" + folder.resolve("anchor"));
    return Effective.of(new Settings(List.of(Layer.flags(flags))));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void tells_which_settings_say_something_else_and_which_of_them_need_a_restart() {
    Effective before = with("--log.level=info", "--workers=2");
    Effective after = with("--log.level=warn", "--workers=3", "--kafka.properties.a=b");

    assertEquals(List.of("log.level"), before.changed(after, true));
    assertEquals(List.of("workers", "kafka.properties.*"), before.changed(after, false));
    assertFalse(before.sameAs(after));
    assertTrue(before.sameAs(with("--workers=2")), "a default is a value");
  }

  @Test
  void tells_which_files_of_settings_say_something_else() throws IOException {
    write("anchor", "one");
    Effective before = with();
    write("anchor", "two");
    write("key", "secret");

    assertEquals(List.of("gateway.tls.key", "trust.sim"), before.changed(with(), true));
    assertEquals(List.of(), before.changed(with(), false));
  }

  @Test
  void a_name_nobody_knows_is_a_difference_too() {
    assertFalse(with().sameAs(with("--log.levle=info")));
    assertTrue(with("--log.levle=info").sameAs(with("--log.levle=info")));
  }

  @Test
  void no_byte_of_a_secret_file_changes_the_digest_and_each_of_a_public_file_does()
      throws IOException {
    write("anchor", "one");
    write("key", "secret");
    String digest = with("--kafka.properties.a=b").digest();

    write("key", "other");
    assertEquals(digest, with("--kafka.properties.a=c").digest());
    write("anchor", "two");
    assertNotEquals(digest, with("--kafka.properties.a=b").digest());
    write("anchor", "one");
    assertEquals(digest, with("--kafka.properties.a=b").digest());
    assertNotEquals(digest, with("--kafka.properties.a=b", "--workers=3").digest());
  }
}
