/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.routes.table.Problem;

/** Puts the key in place of {@code file: NAME} in a client's keys: a JWK, or a PEM public key. */
final class KeyFiles {
  private final CryptoProvider crypto;

  KeyFiles(CryptoProvider crypto) {
    this.crypto = crypto;
  }

  void resolve(YamlDocument document, List<String> problems) {
    if (!(document.content().get("keys") instanceof ArrayNode keys)) {
      return;
    }
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).size() == 1 && keys.get(i).path("file").isTextual()) {
        try {
          keys.set(i, key(document.file().resolveSibling(keys.get(i).get("file").textValue())));
        } catch (IOException | UnfitKey | RuntimeException e) { // parsers throw what they like
          problems.add(
              document.located(
                  new Problem(
                      "/keys/" + i + "/file", "holds no public JWK and no public PEM key")));
        }
      }
    }
  }

  private JsonNode key(Path file) throws IOException, UnfitKey {
    String text = Files.readString(file);
    if (text.stripLeading().startsWith("{")) {
      ObjectNode jwk = StrictJson.object(text).orElseThrow(() -> new UnfitKey("no JSON object"));
      return jwk;
    }
    List<VerificationKey> keys = PemFiles.anchors(file, crypto);
    return keys.get(0).jwk();
  }
}
