/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RequestorAccessTest {
  @Test
  void a_requestor_writes_requests_and_reads_its_own_replies_and_nothing_else() {
    Set<String> access =
        RequestorAccess.of("seal", "arcade")
            .map(
                acl ->
                    acl.entry().principal()
                        + " "
                        + acl.entry().operation()
                        + " "
                        + acl.pattern().patternType()
                        + " "
                        + acl.pattern().name())
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(
            "User:arcade WRITE LITERAL seal.token.requests.v1",
            "User:arcade WRITE LITERAL seal.spatial.requests.v1",
            "User:arcade READ LITERAL seal.replies.arcade.v1",
            "User:arcade READ LITERAL arcade"),
        access);
  }
}
