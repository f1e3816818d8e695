/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.schemas.FailureCause;

/**
 * A JWS in compact form (RFC 7515 section 7.1) that is well formed and not yet verified: three
 * strict base64url parts, a JSON object as header, nothing in the header that would bring in a key,
 * a critical extension, compression or an unencoded payload. A JWE is refused by its shape alone.
 *
 * <p>No cryptography has happened: believe nothing of it before {@link VerificationKey#verify}.
 */
public final class CompactJws {
  /** Longest text accepted, in characters. */
  public static final int MAX_LENGTH = 8192;

  // RFC 8725bis: what the header may carry is a list; keys are never taken from it, save a proof's
  // jwk.
  private static final Set<String> HEADER_NAMES = Set.of("alg", "typ", "kid", "cty", "jwk");

  // RFC 7515, 7516, 7518, 7797: what would bring in a key, or change how the text is to be read.
  private static final Set<String> STEERING_NAMES =
      Set.of(
          "crit",
          "b64",
          "jku",
          "x5u",
          "x5c",
          "x5t",
          "x5t#S256",
          "enc",
          "zip",
          "epk",
          "apu",
          "apv",
          "iv",
          "tag",
          "p2s",
          "p2c");

  // Headers are few and come again with each token and proof of a client: read once.
  private static final Recent<Header> HEADERS = new Recent<>(4096, 768);

  private final String text;
  private final Header header;
  private final byte[] payload;
  private final byte[] signature;
  private final int signedLength;

  /** A header whose form was checked, the text that it was in, and whether all names are ours. */
  private record Header(
      String encoded,
      String alg,
      Optional<String> kid,
      Optional<String> typ,
      ObjectNode all,
      boolean listed) {}

  private CompactJws(
      String text, Header header, byte[] payload, byte[] signature, int signedLength) {
    this.text = text;
    this.header = header;
    this.payload = payload;
    this.signature = signature;
    this.signedLength = signedLength;
  }

  /**
   * Reads a compact JWS.
   *
   * @throws Rejected TOKEN_TOO_LARGE or TOKEN_MALFORMED
   */
  public static CompactJws parse(String text) throws Rejected {
    return parse(text, MAX_LENGTH, false);
  }

  /** As {@link #parse(String)}, for a record that may be longer than a token. */
  static CompactJws parse(String text, int maxLength) throws Rejected {
    return parse(text, maxLength, false);
  }

  /**
   * As {@link #parse(String)}, for a form that others define: header parameters which no standard
   * knows are ignored (RFC 7515 section 4).
   */
  static CompactJws parseOpen(String text) throws Rejected {
    return parse(text, MAX_LENGTH, true);
  }

  private static CompactJws parse(String text, int maxLength, boolean open) throws Rejected {
    if (text.length() > maxLength) {
      throw new Rejected(FailureCause.TOKEN_TOO_LARGE, "over " + maxLength + " characters");
    }
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    if (first < 1 || second < first + 2 || text.indexOf('.', second + 1) >= 0) {
      throw malformed("not three parts");
    }
    return new CompactJws(
        text,
        header(text.substring(0, first), open),
        part(text, first + 1, second),
        part(text, second + 1, text.length()),
        second);
  }

  private static Header header(String encoded, boolean open) throws Rejected {
    Header header = HEADERS.of(encoded);
    if (header == null) {
      ObjectNode all =
          StrictJson.object(part(encoded, 0, encoded.length()))
              .orElseThrow(() -> malformed("header is no object"));
      boolean listed = onlyListed(all);
      requireListed(listed, open);
      checkHeader(all);
      header =
          new Header(
              encoded, all.get("alg").textValue(), string(all, "kid"), typ(all), all, listed);
      HEADERS.keep(encoded, header);
    } else {
      requireListed(header.listed(), open);
    }
    return header;
  }

  private static boolean onlyListed(ObjectNode header) throws Rejected {
    boolean listed = true;
    for (var names = header.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (STEERING_NAMES.contains(name)) {
        throw malformed("a header parameter that steers");
      }
      listed &= HEADER_NAMES.contains(name);
    }
    return listed;
  }

  private static void requireListed(boolean listed, boolean open) throws Rejected {
    if (!listed && !open) {
      throw malformed("a header parameter that is not on the list");
    }
  }

  private static Optional<String> string(ObjectNode header, String name) {
    return Optional.ofNullable(header.get(name)).map(JsonNode::textValue);
  }

  private static Optional<String> typ(ObjectNode header) {
    return string(header, "typ")
        .map(t -> t.toLowerCase(java.util.Locale.ROOT))
        .map(t -> t.startsWith("application/") ? t.substring("application/".length()) : t);
  }

  private static byte[] part(String text, int from, int to) throws Rejected {
    return Base64Url.decode(text.substring(from, to))
        .orElseThrow(() -> malformed("not strict base64url"));
  }

  private static void checkHeader(ObjectNode header) throws Rejected {
    JsonNode alg = header.get("alg");
    if (alg == null) {
      throw new Rejected(FailureCause.TOKEN_ALG_NOT_ALLOWED, "no alg");
    }
    for (String name : new String[] {"alg", "typ", "kid", "cty"}) {
      JsonNode value = header.get(name);
      if (value != null && (!value.isTextual() || value.textValue().length() > 256)) {
        throw malformed("header parameter " + name + " is no short string");
      }
    }
  }

  private static Rejected malformed(String hint) {
    return new Rejected(FailureCause.TOKEN_MALFORMED, hint);
  }

  /** The compact text. A credential: never log it. */
  public String text() {
    return text;
  }

  /** The algorithm the header names; not yet checked against any list. */
  public String alg() {
    return header.alg();
  }

  /** The key id the header names: untrusted text of at most 256 characters. */
  public Optional<String> kid() {
    return header.kid();
  }

  /** The media type the header names, without the optional application/ prefix, in lower case. */
  public Optional<String> typ() {
    return header.typ();
  }

  /** The key the header brings, if any: meaningful in a proof of possession only. */
  public Optional<JsonNode> jwk() {
    return Optional.ofNullable(header.all().get("jwk"));
  }

  /** The header as it came, in base64url: what was computed from it may be kept by this. */
  String headerText() {
    return header.encoded();
  }

  /**
   * The claims.
   *
   * @throws Rejected TOKEN_MALFORMED where the payload is not a strict JSON object
   */
  public ObjectNode claims() throws Rejected {
    return StrictJson.object(payload).orElseThrow(() -> malformed("payload is no object"));
  }

  byte[] signedBytes() {
    return text.substring(0, signedLength).getBytes(StandardCharsets.US_ASCII);
  }

  byte[] signature() {
    return signature;
  }
}
