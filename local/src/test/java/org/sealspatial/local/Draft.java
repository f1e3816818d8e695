/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.lm.token.Forge;

/** A proof or an assertion that is right until somebody changes one thing of it. */
final class Draft {
  final ObjectNode header;
  final ObjectNode claims;
  private Forge signer;
  private UnaryOperator<String> claimsText = text -> text;
  private UnaryOperator<String> compact = text -> text;

  private Draft(Forge signer, ObjectNode header, ObjectNode claims) {
    this.signer = signer;
    this.header = header;
    this.claims = claims;
  }

  /** One that brings its key, as a proof of possession does. */
  static Draft proof(Forge signer, String typ, ObjectNode claims) {
    ObjectNode header = StrictJson.object().put("alg", "ES256").put("typ", typ);
    header.set("jwk", jwk(signer));
    return new Draft(signer, header, claims);
  }

  /** One that names its key, as a client assertion does. */
  static Draft assertion(Forge signer, String typ, ObjectNode claims) {
    ObjectNode header = StrictJson.object().put("alg", "ES256").put("typ", typ);
    return new Draft(signer, header.put("kid", signer.key().kid()), claims);
  }

  static JsonNode jwk(Forge key) {
    return key.key().publicHalf().jwk();
  }

  /** Another key signs it. */
  Draft signedBy(Forge other) {
    signer = other;
    return this;
  }

  /** The text of the claims is changed before it is signed. */
  Draft claimsText(UnaryOperator<String> change) {
    claimsText = change;
    return this;
  }

  /** The whole is changed after it was signed. */
  Draft compact(UnaryOperator<String> change) {
    compact = change;
    return this;
  }

  /** The header is another than the one that was signed. */
  Draft headerAfterSigning(String name, String value) {
    return compact(
        text -> {
          ObjectNode other = header.deepCopy().put(name, value);
          return Forge.part(StrictJson.text(other)) + text.substring(text.indexOf('.'));
        });
  }

  String text() {
    String text = signer.sign(StrictJson.text(header), claimsText.apply(StrictJson.text(claims)));
    return compact.apply(text);
  }

  /** The same text with one bit of the signature turned. */
  static String withBrokenSignature(String text) {
    byte[] signature = Forge.signature(text);
    signature[signature.length / 2] ^= 1;
    return Forge.resigned(text, signature);
  }
}
