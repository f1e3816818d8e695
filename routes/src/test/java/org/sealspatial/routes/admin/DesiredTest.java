/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.routes.admin.OperatorBench.CRYPTO;
import static org.sealspatial.routes.admin.OperatorBench.client;
import static org.sealspatial.routes.admin.OperatorBench.jwk;
import static org.sealspatial.routes.admin.OperatorBench.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.SigningKey;

class DesiredTest {
  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    return file;
  }

  private Desired read(String text) throws IOException {
    return Desired.read(List.of(file("a.yaml", text)), CRYPTO);
  }

  /** Problems without the folder. */
  private List<String> problems(String text) throws IOException {
    Path file = file("a.yaml", text);
    var invalid = assertThrows(InvalidFiles.class, () -> Desired.read(List.of(file), CRYPTO));
    return invalid.problems().stream().map(p -> p.replace(folder + "/", "")).toList();
  }

  @Test
  void reads_all_kinds_from_several_documents_and_files() throws IOException {
    Path clients =
        file(
            "clients.yaml",
            client("arcade", jwk(), "ue-*") + "---\n" + client("museum", jwk(), "\"*\""));
    Path policies = file("policies.yaml", policy("p", "arcade, museum", "get"));
    Desired desired = Desired.read(List.of(clients, policies), CRYPTO);
    assertEquals(Set.of("arcade", "museum"), desired.clients().keySet());
    assertEquals(List.of(7L), desired.policies().get("p").rules().get(0).maps());
  }

  @Test
  void takes_keys_from_files_beside_the_yaml() throws IOException {
    file("arcade.jwk", jwk());
    Desired desired =
        read("kind: Client\nid: arcade\nkeys: [{file: arcade.jwk}]\nvalUes: [ue-1]\n");
    assertEquals(1, desired.clients().get("arcade").signatureKeys().size());
  }

  @Test
  void names_file_and_line_of_every_problem_at_once() throws IOException {
    List<String> problems =
        problems(
            """
            kind: Policy
            id: p
            rules:
              - id: all
                efect: allow
                clients: [arcade]
                valUes: []
                valServices: ["*"]
                services: [SmManagement]
                actions: [get]
                tokenLifetime: PT2H
            ---
            kind: Polcy
            """);
    assertTrue(
        problems.contains("a.yaml:5: /rules/0/efect is no known field, meant effect?"),
        problems::toString);
    assertTrue(
        problems.contains("a.yaml:4: /rules/0/effect is missing; must be allow or deny"),
        problems::toString);
    assertTrue(
        problems.contains("a.yaml:7: /rules/0/valUes must be a list of 1 to 256 items"),
        problems::toString);
    assertTrue(
        problems.contains(
            "a.yaml:9: /rules/0/services/0 must be a service of TS 23.437, such as SS_SmManagement"),
        problems::toString);
    assertTrue(
        problems.stream().anyMatch(p -> p.startsWith("a.yaml:11: /rules/0/tokenLifetime")),
        problems::toString);
    assertTrue(
        problems.stream()
            .anyMatch(
                p ->
                    p.startsWith("a.yaml:13: /kind must be one of") && p.endsWith("meant Policy?")),
        problems::toString);
    assertEquals(6, problems.size(), problems::toString);
  }

  @Test
  void refuses_an_id_that_is_there_already_and_says_where() throws IOException {
    String twice = client("arcade", jwk(), "ue-1") + "---\n" + client("arcade", jwk(), "ue-2");
    assertEquals(
        List.of("a.yaml:7: /id \"arcade\" is there already, at a.yaml:2"),
        problems(twice).stream().map(p -> p.replace(folder + "/", "")).toList());
  }

  @Test
  void refuses_a_private_key_without_showing_it() throws IOException {
    String secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I";
    String jwk = jwk().replace("{", "{\"d\":\"" + secret + "\",");
    List<String> problems = problems(client("arcade", jwk, "ue-1"));
    assertTrue(problems.get(0).startsWith("a.yaml:3: /keys/0 is no fit key"), problems::toString);
    assertTrue(problems.stream().noneMatch(p -> p.contains(secret)));
  }

  @Test
  void refuses_an_area_that_is_no_simple_polygon() throws IOException {
    String bowTie = "[[0, 0], [1, 1], [1, 0], [0, 1]]";
    String text =
        policy("p", "arcade", "get").replaceFirst("polygon: \\[\\[.*]]", "polygon: " + bowTie);
    List<String> problems = problems(text);
    assertTrue(problems.get(0).startsWith("a.yaml:12: /rules/0/area"), problems::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "disabled: no",
        "disabled: yes",
        "requestor: 010",
        "requestor: 1:30",
        "requestor: 1_000",
        "requestor: !!java.net.URL http://x",
        "valServices: &a [x]\nproof: *a",
        "id: again",
        "? [a]\n: b",
        "requestor: [",
        "<<: {disabled: true}",
      })
  void refuses_what_yaml_makes_something_else_of(String line) throws IOException {
    List<String> problems = problems(client("arcade", jwk(), "ue-1") + line + "\n");
    assertTrue(problems.get(0).matches("a.yaml:[5-7]: .*"), problems::toString);
  }

  @Test
  void refuses_files_that_say_nothing() throws IOException {
    assertTrue(problems("# nothing\n").get(0).endsWith("hold no document"));
    assertTrue(problems("- a\n").get(0).contains("must be a mapping"));
  }

  @Test
  void reads_a_public_pem_key() throws IOException {
    SigningKey key = SigningKey.generate(Algorithm.ES256, CRYPTO);
    String base64 =
        java.util.Base64.getMimeEncoder().encodeToString(key.publicHalf().publicKey().getEncoded());
    file("k.pem", "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
    Desired desired = read("kind: Client\nid: a\nkeys: [{file: k.pem}]\nvalUes: [ue-1]\n");
    assertEquals(
        key.publicHalf().jwk().get("x"),
        desired.clients().get("a").signatureKeys().get(0).get("x"));
  }
}
