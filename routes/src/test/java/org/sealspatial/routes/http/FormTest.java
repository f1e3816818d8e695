/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealspatial.schemas.FailureCause;

class FormTest {
  @Test
  void decodes_names_and_values() {
    Form form = Form.parse("a=b+c&%64=%C3%A9%26%3D&empty=&bare&sign==");

    assertEquals(Optional.of("b c"), form.value("a"));
    assertEquals(Optional.of("é&="), form.value("d"));
    assertEquals(Optional.empty(), form.value("empty"));
    assertEquals(Optional.empty(), form.value("bare"));
    assertEquals(Optional.of("="), form.value("sign"));
    assertEquals(Optional.empty(), form.value("missing"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=%",
        "a=%4",
        "a=%4g",
        "a=%-1",
        "a=%ff",
        "a=%c3",
        "a=%ed%a0%80",
        "a=%c0%ae",
        "a=é",
        "a=b c",
        "a=\n",
        "=b",
        "&",
        "a=b&",
        "a=%uD83D",
        "a=\u007f",
        "a=%１１"
      })
  void refuses_what_is_not_the_form_encoding(String text) {
    Refusal refusal = assertThrows(Refusal.class, () -> Form.parse(text));

    assertEquals(FailureCause.REQUEST_MALFORMED, refusal.reason());
  }

  @Test
  void refuses_a_repeated_parameter_when_it_is_asked_for() {
    Form form = Form.parse("a=1&a=2&b=1");

    assertEquals(Optional.of("1"), form.value("b"));
    assertThrows(Refusal.class, () -> form.value("a"));
    assertThrows(Refusal.class, form::unrepeated);
  }

  @Test
  void bounds_the_number_of_parameters() {
    assertThrows(Refusal.class, () -> Form.parse("a=1&".repeat(64) + "a=1"));
    assertThrows(Refusal.class, () -> Form.parse("&".repeat(60_000)));
  }
}
