/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.lm.token.Forge;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.admin.Desired;
import org.sealspatial.routes.admin.TableEdits;

/** A client that is registered beside the sample one, with a policy that allows it the same map. */
final class FurtherClient {
  final String id;
  final Forge key;
  private final ObjectNode entry;

  FurtherClient(String id, Forge key, JsonNode... keys) {
    this.id = id;
    this.key = key;
    this.entry = StrictJson.object().put("kind", "Client").put("id", id);
    entry.put("requestor", id).put("proof", "required");
    entry.putArray("keys").addAll(List.of(keys));
    entry.putArray("valUes").add("ue-*");
    entry.putArray("valServices").add(DemoWorld.VAL_SERVICE);
  }

  /** One that signs with this key and has nothing else. */
  static FurtherClient of(String id, Forge key) {
    return new FurtherClient(id, key, Draft.jwk(key));
  }

  FurtherClient proof(String demand) {
    entry.put("proof", demand);
    return this;
  }

  FurtherClient valUes(String pattern) {
    entry.putArray("valUes").add(pattern);
    return this;
  }

  /** Registers it, or registers it anew. */
  FurtherClient register(TestStack stack) throws Exception {
    Path file = Files.createTempFile("further", ".yaml");
    try {
      String documents = StrictJson.text(entry) + "\n---\n" + StrictJson.text(policy()) + "\n";
      Files.writeString(file, documents, StandardCharsets.UTF_8); // JSON is YAML
      DemoWorld.edits(stack.stack())
          .apply(
              Desired.read(List.of(file), TestStack.CRYPTO),
              new TableEdits.Options(false, false, false));
    } finally {
      Files.delete(file);
    }
    return this;
  }

  private ObjectNode policy() {
    ObjectNode policy = StrictJson.object().put("kind", "Policy").put("id", "for-" + id);
    ObjectNode rule = policy.putArray("rules").addObject().put("id", "all").put("effect", "allow");
    rule.putArray("clients").add(id);
    rule.putArray("valUes").add("*");
    rule.putArray("valServices").add(DemoWorld.VAL_SERVICE);
    rule.putArray("services").add("SS_SmManagement");
    rule.putArray("actions").add("get");
    rule.putArray("maps").add(1);
    rule.putArray("layers").add("ground").add("signs");
    return policy;
  }

  ValUe ue(TestStack stack, String valUe) {
    String issuer = stack.ue(valUe).issuer();
    return new ValUe(id, valUe, DemoWorld.VAL_SERVICE, issuer, key.key());
  }
}
