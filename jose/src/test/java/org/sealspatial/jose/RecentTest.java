/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class RecentTest {
  private static final int LONGEST = 8;

  @Test
  void keeps_a_text_of_the_longest_length_and_none_beyond() {
    // Given
    var recent = new Recent<String>(16, LONGEST);
    String fits = "a".repeat(LONGEST);
    String tooLong = fits + "a";

    // When
    recent.keep(fits, "kept");
    recent.keep(tooLong, "not kept");

    // Then
    assertEquals("kept", recent.of(fits));
    assertNull(recent.of(tooLong), "what anybody may send must not fill the memory");
  }

  @Test
  void never_answers_for_another_text_in_the_same_place() {
    // Given
    var recent = new Recent<String>(1, LONGEST);

    // When
    recent.keep("first", "1");
    recent.keep("second", "2");

    // Then
    assertNull(recent.of("first"), "its place was taken");
    assertEquals("2", recent.of("second"));
  }
}
