/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
  private static final byte[] KEY = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

  @Test
  void it_is_the_hash_of_the_paper_that_defines_it() {
    var message = new String(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e"));
    assertEquals(0xa129ca6149be45e5L, new KeyedHash(KEY).of(message));
  }

  @Test
  void a_text_after_another_has_the_hash_it_has_alone() {
    var hash = new KeyedHash(KEY);
    long alone = hash.of("jti:a");
    hash.of("jti:" + new String(new byte[100], StandardCharsets.UTF_8));
    assertEquals(alone, hash.of("jti:a"));
  }

  @Test
  void two_processes_do_not_share_a_key() {
    assertNotEquals(
        KeyedHash.withRandomKey().of("client:a"), KeyedHash.withRandomKey().of("client:a"));
  }
}
