/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealspatial.schemas.FailureCause;

class MediaTypesTest {
  private static final List<String> JSON = List.of("application/json");

  private static String cause(Runnable check) {
    try {
      check.run();
      return "";
    } catch (Refusal refusal) {
      return refusal.reason().name();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "*/*, true",
    "'text/html, application/json;q=0.1', true",
    "Application/JSON, true",
    "'application/*;q=1', true",
    "'application/json;q=0', false",
    "'application/json; q=0.000', false",
    "'application/json; q=0.001', true",
    "text/html, false",
    "json, false",
    "'application/json/x', false",
    "'*/*;q=0', false"
  })
  void negotiates(String accept, boolean accepted) {
    assertEquals(
        accepted ? "" : FailureCause.NOT_ACCEPTABLE.name(),
        cause(() -> MediaTypes.requireAccepted(List.of(accept), JSON)));
  }

  @ParameterizedTest
  @CsvSource({
    "application/x-www-form-urlencoded, true",
    "APPLICATION/X-WWW-FORM-URLENCODED, true",
    "application/x-www-form-urlencoded; charset=UTF-8, true",
    "'application/x-www-form-urlencoded;charset=\"utf-8\"', true",
    "application/x-www-form-urlencoded; charset=latin1, false",
    "application/x-www-form-urlencodedx, false",
    "application/json, false"
  })
  void knows_a_form(String type, boolean form) {
    assertEquals(
        form ? "" : FailureCause.MEDIA_TYPE_UNSUPPORTED.name(),
        cause(() -> MediaTypes.requireForm(List.of(type), List.of())));
  }
}
