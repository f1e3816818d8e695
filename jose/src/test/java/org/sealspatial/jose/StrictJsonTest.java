/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[1]",
        "null",
        "{} {}",
        "{}x",
        "{\"a\":1,\"a\":1}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"a\":[{\"b\":1,\"c\":3,\"d\":4,\"b\":2}]}",
        "{\"a\":1,\"\\u0061\":1}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":1,}",
        "{\"a\":\"\t\"}",
        "/**/{}",
        "{\"é\":1,\"é\":2}"
      })
  void what_is_not_one_strict_object_is_none_as_text_and_as_bytes(String text) {
    assertTrue(StrictJson.object(text).isEmpty(), text);
    assertTrue(StrictJson.object(text.getBytes(StandardCharsets.UTF_8)).isEmpty(), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"a\":[1,{\"b\":null}]}", " {\"a\" : \"é\"}\n", "{\"a\":1,\"b\":1}"})
  void bytes_say_what_their_text_says(String text) {
    assertEquals(
        StrictJson.object(text), StrictJson.object(text.getBytes(StandardCharsets.UTF_8)), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void bytes_of_another_charset_are_no_object(String charset) {
    assertEquals(
        Optional.empty(), StrictJson.object("{\"a\":1}".getBytes(Charset.forName(charset))));
  }

  @Test
  void bytes_that_are_not_utf_8_are_no_object() {
    byte[] overlong = {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'};
    byte[] marked = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '{', '}'};
    assertTrue(StrictJson.object(overlong).isEmpty());
    assertTrue(StrictJson.object(marked).isEmpty());
  }

  @Test
  void the_bytes_of_a_value_are_those_of_its_text() {
    for (String value : new String[] {"plain", "é \u20AC \uD83D\uDE00", "\"\\/\n\u0001"}) {
      var node = StrictJson.object().put("a", value);
      assertArrayEquals(
          StrictJson.text(node).getBytes(StandardCharsets.UTF_8), StrictJson.utf8(node), value);
    }
  }

  @Test
  void half_a_surrogate_pair_stays_what_it_is() {
    var node = StrictJson.object().put("a", "\uD800");
    assertEquals(Optional.of(node), StrictJson.object(StrictJson.utf8(node)));
  }
}
