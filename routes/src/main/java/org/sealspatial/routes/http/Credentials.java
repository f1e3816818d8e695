/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.Rejected;
import org.sealspatial.schemas.FailureCause;

/**
 * The access token of an HTTP request: from exactly one Authorization header, nowhere else (RFC
 * 6750 section 2.1). Nothing is verified here.
 *
 * @param scheme DPoP or Bearer
 * @param token the token as it came
 * @param clientId the client the token claims to be of, or empty
 * @param recordKey the identity whose replay memory the request needs, as the token claims it
 */
record Credentials(String scheme, String token, String clientId, String recordKey) {
  private static final int LONGEST_TOKEN = 8192;
  private static final int LONGEST_NAME = 256;
  private static final Pattern SCHEME = Pattern.compile("(?i)(DPoP|Bearer)(?:[ \\t].*)?");
  private static final Pattern HEADER =
      Pattern.compile("(?i)(DPoP|Bearer) +([A-Za-z0-9._~+/-]+=*)");
  private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

  static Credentials of(HttpCall http) {
    List<String> headers = http.header("Authorization");
    if (inTwoPlaces(http)) {
      throw Refusal.of(FailureCause.REQUEST_MALFORMED, "more than one access token");
    }
    if (headers.isEmpty() || !SCHEME.matcher(headers.get(0)).matches()) {
      throw Refusal.of(FailureCause.TOKEN_MISSING);
    }
    if (headers.get(0).length() > LONGEST_TOKEN + "Bearer ".length()) {
      throw Refusal.of(FailureCause.TOKEN_TOO_LARGE);
    }
    Matcher parts = HEADER.matcher(headers.get(0));
    if (!parts.matches()) {
      throw Refusal.of(FailureCause.TOKEN_MALFORMED);
    }
    return of(parts.group(1), parts.group(2));
  }

  private static Credentials of(String scheme, String token) {
    if (token.length() > LONGEST_TOKEN) {
      throw Refusal.of(FailureCause.TOKEN_TOO_LARGE);
    }
    Optional<ObjectNode> claims = claims(token);
    String client =
        claims
            .map(c -> text(c.path("client_id")))
            .filter(name -> name.length() <= LONGEST_NAME)
            .orElse("");
    String key =
        claims
            .map(c -> text(c.path("cnf").path("jkt")))
            .filter(jkt -> THUMBPRINT.matcher(jkt).matches())
            .or(() -> Optional.of(client).filter(name -> !name.isEmpty()))
            .orElseGet(() -> digest(token));
    return new Credentials(scheme.equalsIgnoreCase("DPoP") ? "DPoP" : "Bearer", token, client, key);
  }

  /** Whether a token came in more than one place, which RFC 6750 section 2 forbids. */
  static boolean inTwoPlaces(HttpCall http) {
    List<String> headers = http.header("Authorization");
    boolean inQuery = ("&" + http.query()).contains("&access_token=");
    return headers.size() > 1 || inQuery && headers.stream().anyMatch(SCHEME.asMatchPredicate());
  }

  /** Whether the caller chose the DPoP scheme, for the challenge. */
  static boolean claimsDpop(HttpCall http) {
    return http.singleHeader("Authorization")
        .filter(value -> value.regionMatches(true, 0, "DPoP", 0, 4))
        .isPresent();
  }

  private static Optional<ObjectNode> claims(String token) {
    try {
      return Optional.of(CompactJws.parse(token).claims());
    } catch (Rejected e) {
      return Optional.empty(); // LM-S refuses it, and audits that
    }
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : "";
  }

  private static String digest(String token) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
