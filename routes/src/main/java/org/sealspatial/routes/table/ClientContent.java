/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.EncryptionKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.jose.VerificationKey;

/**
 * A registered client (RFC 7591 in spirit): who may ask for tokens, and how it proves itself. Table
 * clients.v1, id: the client id.
 *
 * @param id the OAuth client id
 * @param keys public JWKs, as registered: one or more to sign with, at most one with use=enc
 * @param requestor Kafka principal whose reply topic answers go to; empty: HTTP only
 * @param proof whether tokens must be bound to a key
 * @param certificateBound whether tokens over HTTP are bound to the client's TLS certificate (RFC
 *     8705, there called tls_client_certificate_bound_access_tokens)
 * @param valUes VAL UEs it may speak for: exact ids, or prefixes that end in *
 * @param valServices VAL services it belongs to: maps and anchors may be open to a service
 * @param disabled true: refused everywhere
 */
public record ClientContent(
    String id,
    List<JsonNode> keys,
    Optional<String> requestor,
    ProofDemand proof,
    boolean certificateBound,
    List<String> valUes,
    List<String> valServices,
    boolean disabled) {
  private static final int MAX_KEYS = 8;

  /** Whether a client may do without a proof of possession (RFC 9449). */
  public enum ProofDemand {
    /** Every token is bound to a key. */
    REQUIRED,
    /** Over HTTP the client may have unbound Bearer tokens. */
    OPTIONAL
  }

  public ClientContent {
    keys = List.copyOf(keys);
    valUes = List.copyOf(valUes);
    valServices = List.copyOf(valServices);
  }

  /**
   * The client in a content.
   *
   * @throws InvalidContent with every problem
   */
  public static ClientContent parse(ObjectNode content, CryptoProvider crypto)
      throws InvalidContent {
    Fields in =
        Fields.of(
            content,
            "id",
            "keys",
            "requestor",
            "proof",
            "certificateBound",
            "valUes",
            "valServices",
            "disabled");
    List<JsonNode> keys = keys(in, crypto);
    var client =
        new ClientContent(
            in.text("id", Form.CLIENT_ID),
            keys,
            in.optionalText("requestor", Form.REQUESTOR),
            in.choice("proof", ProofDemand.class, ProofDemand.REQUIRED),
            in.flag("certificateBound"),
            in.texts("valUes", Form.IDENTITY),
            in.optionalTexts("valServices", Form.EXACT),
            in.flag("disabled"));
    if (client.requestor.filter("gateway"::equals).isPresent()) {
      in.problem("requestor", "is the gateways' own; choose another name");
    }
    in.raise();
    return client;
  }

  private static List<JsonNode> keys(Fields in, CryptoProvider crypto) {
    JsonNode list = in.node("keys");
    if (list == null || !list.isArray() || list.isEmpty() || list.size() > MAX_KEYS) {
      in.problem("keys", "must be a list of 1 to " + MAX_KEYS + " public JWKs");
      return List.of();
    }
    List<JsonNode> keys = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Set<String> kids = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      try {
        if (!seen.add(identity(list.get(i), crypto))) {
          in.problem("keys", i, "is there twice, or is a second key with use=enc");
        }
        String kid = list.get(i).path("kid").textValue();
        if (kid != null && !kids.add(kid)) {
          in.problem("keys", i, "has the kid of another one");
        }
        keys.add(list.get(i).deepCopy());
      } catch (UnfitKey e) {
        in.problem("keys", i, "is no fit key: " + e.getMessage());
      }
    }
    if (seen.equals(Set.of("enc"))) {
      in.problem("keys", "must hold a key to sign with");
    }
    return keys;
  }

  private static String identity(JsonNode jwk, CryptoProvider crypto) throws UnfitKey {
    if (isEncryption(jwk)) {
      EncryptionKey.of(jwk, crypto);
      return "enc";
    }
    return VerificationKey.of(jwk, crypto).thumbprint();
  }

  private static boolean isEncryption(JsonNode jwk) {
    return "enc".equals(jwk.path("use").textValue());
  }

  /** The keys that sign assertions. */
  public List<JsonNode> signatureKeys() {
    return keys.stream().filter(key -> !isEncryption(key)).toList();
  }

  /** The key that answers are encrypted to, if the client has one. */
  public Optional<JsonNode> encryptionKey() {
    return keys.stream().filter(ClientContent::isEncryption).findFirst();
  }

  /** The content; {@link #parse} gives an equal client for it. */
  public ObjectNode toJson() {
    ObjectNode json = StrictJson.object().put("id", id);
    ArrayNode array = json.putArray("keys");
    keys.forEach(array::add);
    requestor.ifPresent(name -> json.put("requestor", name));
    json.put("proof", Form.word(proof));
    if (certificateBound) {
      json.put("certificateBound", true);
    }
    valUes.forEach(json.putArray("valUes")::add);
    if (!valServices.isEmpty()) {
      valServices.forEach(json.putArray("valServices")::add);
    }
    if (disabled) {
      json.put("disabled", true);
    }
    return json;
  }
}
