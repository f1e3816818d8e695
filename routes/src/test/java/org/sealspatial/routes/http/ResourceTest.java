/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealspatial.schemas.FailureCause;

class ResourceTest {
  @Test
  void finds_a_resource_and_its_variables() {
    Resource.Match match = HttpApi.find("GET", "/ssm-smm/v1/spatial-maps/7");

    assertEquals("SS_SmManagement", match.resource().operation().service());
    assertEquals(Map.of("map-id", "7"), match.parameters());
    assertEquals("/ssm-smm/v1/spatial-maps/7", match.path());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "/",
        "oauth2/token",
        "/oauth2/token/",
        "//oauth2/token",
        "/oauth2/token;a",
        "/ssm-smm/v1/spatial-maps/",
        "/ssm-smm/v1/spatial-maps/%37",
        "/ssm-smm/v1/spatial-maps/7/",
        "/ssm-smm/v1/spatial-maps/{map-id}",
        "/ssm-smm/v1/../v1/spatial-maps"
      })
  void knows_no_path_that_is_not_in_the_list(String path) {
    Refusal refusal = assertThrows(Refusal.class, () -> HttpApi.find("GET", path));

    assertEquals(FailureCause.PATH_NOT_FOUND, refusal.reason());
  }

  @Test
  void names_the_methods_of_a_path() {
    Refusal refusal = assertThrows(Refusal.class, () -> HttpApi.find("DELETE", "/oauth2/token"));

    assertEquals(FailureCause.METHOD_NOT_ALLOWED, refusal.reason());
    assertEquals(List.of("POST"), refusal.allowedMethods());
  }

  @Test
  void every_operation_names_an_action_a_scope_can_name() {
    HttpApi.operations()
        .forEach(
            operation ->
                assertTrue(
                    org.sealspatial.jose.Scopes.parse(
                            "seal:" + operation.service() + ":" + operation.name())
                        .isPresent()));
  }
}
