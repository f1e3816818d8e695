/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.routes.table.Operator.CRYPTO;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.routes.table.BundleManifest.Listed;
import org.sealspatial.routes.table.RevocationContent.By;

class ContentsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private final String jwk = StrictJson.text(new Operator().anchor().jwk());

  private static ObjectNode json(String text) {
    return StrictJson.object(text.replace('\'', '"')).orElseThrow();
  }

  /** As a table gives it back: written and read. */
  private static ObjectNode again(ObjectNode json) {
    return StrictJson.object(StrictJson.text(json)).orElseThrow();
  }

  private static List<String> problems(InvalidContent invalid) {
    return invalid.problems().stream().map(Problem::pointer).sorted().toList();
  }

  @Test
  void a_client_survives_its_json() throws InvalidContent {
    ObjectNode json =
        json(
            "{'id':'arcade','keys':["
                + jwk.replace('"', '\'')
                + "],'requestor':'arcade-bus','proof':'optional','certificateBound':true,'valUes':['ue-1','shop-*'],"
                + "'valServices':['mall'],'disabled':true}");
    ClientContent client = ClientContent.parse(json, CRYPTO);
    assertEquals(json, client.toJson());
    assertEquals(client, ClientContent.parse(again(client.toJson()), CRYPTO));
  }

  @Test
  void a_client_with_every_field_wrong_gives_every_problem() {
    ObjectNode json =
        json(
            "{'id':'a b','keys':[{'kty':'oct','k':'AAAA'}],'requestor':'Bus!','proof':'maybe',"
                + "'certificateBound':1,'valUes':['a*b'],'valServices':['x*'],'disabled':'no','more':1}");
    var invalid = assertThrows(InvalidContent.class, () -> ClientContent.parse(json, CRYPTO));
    assertEquals(
        List.of(
            "/certificateBound",
            "/disabled",
            "/id",
            "/keys/0",
            "/more",
            "/proof",
            "/requestor",
            "/valServices/0",
            "/valUes/0"),
        problems(invalid));
  }

  @Test
  void the_requestor_of_the_gateways_is_nobody_elses() {
    ObjectNode json =
        json(
            "{'id':'a','keys':["
                + jwk.replace('"', '\'')
                + "],'requestor':'gateway','valUes':['*']}");
    var invalid = assertThrows(InvalidContent.class, () -> ClientContent.parse(json, CRYPTO));
    assertEquals(List.of("/requestor"), problems(invalid));
  }

  @Test
  void a_policy_survives_its_json() throws InvalidContent {
    ObjectNode json =
        json(
            "{'id':'p','rules':[{'id':'r','effect':'deny','clients':['*'],'valUes':['*'],"
                + "'valUsers':['ann@*'],'valServices':['mall'],'services':['SS_SmManagement'],"
                + "'actions':['get'],'maps':[0,4294967295],'layers':['shops'],"
                + "'area':{'polygon':[[8.5,47.25],[8.75,47.25],[8.75,47.5]],'minHeight':-5.5},"
                + "'from':'2026-01-01T00:00:00Z','until':'2027-01-01T00:00:00Z',"
                + "'tokenLifetime':'PT5M'}]}");
    PolicyContent policy = PolicyContent.parse(json);
    assertEquals(json, again(policy.toJson()));
    assertEquals(policy, PolicyContent.parse(again(policy.toJson())));
  }

  @Test
  void a_policy_is_not_the_manifest_and_names_each_rule_once() {
    String rule =
        "{'id':'r','effect':'allow','clients':['*'],'valUes':['*'],'valServices':['*'],"
            + "'services':['SS_SmManagement'],'actions':['get'],"
            + "'from':'2027-01-01T00:00:00Z','until':'2026-01-01T00:00:00Z'}";
    ObjectNode json = json("{'id':'bundle','rules':[" + rule + "," + rule + "]}");
    var invalid = assertThrows(InvalidContent.class, () -> PolicyContent.parse(json));
    assertEquals(List.of("/id", "/rules/0/until", "/rules/1", "/rules/1/until"), problems(invalid));
  }

  @Test
  void a_revocation_outlives_what_it_hits() throws InvalidContent {
    var revocation = RevocationContent.of(By.ISSUED_BEFORE, "*", NOON, Optional.of("drill"));
    assertEquals("issued-before:*", revocation.id());
    assertEquals(NOON.plus(RevocationContent.OUTLIVES), revocation.expires());
    assertEquals(revocation, RevocationContent.parse(again(revocation.toJson())));
  }

  @Test
  void a_key_must_be_of_its_certificate_and_kid() {
    ObjectNode key = json("{'kid':'k','state':'active','notBefore':'2026-01-01T00:00:00Z'}");
    key.put("notAfter", "2026-01-01T00:00:00Z").set("jwk", json(jwk));
    key.putArray("x5c").add("AAAA");
    var invalid = assertThrows(InvalidContent.class, () -> KeyContent.parse(key, CRYPTO));
    assertEquals(List.of("/kid", "/notAfter", "/x5c"), problems(invalid));
  }

  @Test
  void a_manifest_survives_its_json_and_stays_small() throws InvalidContent {
    var manifest =
        new BundleManifest(
            3,
            List.of(
                new Listed("clients.v1", "arcade", 4, Optional.empty()),
                new Listed("revocations.v1", "client:arcade", 1, Optional.of(NOON))));
    assertEquals(manifest, BundleManifest.parse(again(manifest.toJson())));
    ObjectNode broken = json("{'version':1,'entries':[['a','b'],['a','b',-1],['a',1,1]]}");
    var invalid = assertThrows(InvalidContent.class, () -> BundleManifest.parse(broken));
    assertEquals(List.of("/entries/0", "/entries/1", "/entries/2"), problems(invalid));
  }

  @Test
  void a_map_names_only_layers_it_has() {
    ObjectNode map =
        json(
            "{'id':4294967296,'coverage':{'polygon':[[0,0],[1,0],[1,1]]},'layers':[{'id':'a'},{'id':'a'}],"
                + "'objects':[{'id':'o','layer':'b','type':'t','position':[0,91]},"
                + "{'id':'o','layer':'a','type':'t','position':[0,0]}]}");
    var invalid = assertThrows(InvalidContent.class, () -> MapContent.parse(map));
    assertEquals(
        List.of("/id", "/layers/1", "/objects/0", "/objects/0/position/1", "/objects/1"),
        problems(invalid));
  }

  @Test
  void a_problem_never_repeats_a_value() {
    ObjectNode json = json("{'id':'top secret!','keys':[],'valUes':['*']}");
    var invalid = assertThrows(InvalidContent.class, () -> ClientContent.parse(json, CRYPTO));
    assertTrue(!invalid.getMessage().contains("secret"), invalid::getMessage);
  }
}
