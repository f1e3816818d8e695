/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.load;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sealspatial.jose.ClientAssertion;
import org.sealspatial.jose.Scopes;

/** Signed HTTP requests: for the gateway's token endpoint, or for the bare one. */
public final class HttpLetters {
  private static final Duration ASSERTION_LIFE = Duration.ofMinutes(9);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final IntFunction<List<HttpRequest>> write;

  private HttpLetters(IntFunction<List<HttpRequest>> write) {
    this.write = write;
  }

  /** So many new ones. */
  public List<HttpRequest> write(int count) {
    return write.apply(count);
  }

  /** Client credentials with a client assertion (RFC 7523), for an unbound token. */
  public static HttpLetters oauth(World world, String gateway) {
    var ids = new Ids();
    URI endpoint = URI.create(gateway + "/oauth2/token");
    List<String> ues = Fleet.ues(1).get(0);
    return new HttpLetters(
        count ->
            IntStream.range(0, count)
                .parallel()
                .mapToObj(
                    n ->
                        HttpRequest.newBuilder(endpoint)
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(
                                HttpRequest.BodyPublishers.ofString(
                                    form(
                                        world,
                                        n % world.fleet().size(),
                                        ues.get(n % ues.size()),
                                        ids)))
                            .build())
                .toList());
  }

  private static String form(World world, int client, String ue, Ids ids) {
    Instant now = Instant.now();
    var claims =
        ClientAssertion.claims(world.fleet().client(client), World.ISSUER, ids.next(), now);
    claims.put("exp", now.plus(ASSERTION_LIFE).getEpochSecond());
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", world.fleet().key(client).sign("JWT", claims));
    form.put("scope", Scopes.of("SS_SmManagement", Set.of("get")));
    form.put("val_ue_id", ue);
    form.put("val_service_id", Fleet.VAL_SERVICE);
    return form.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** The records of these letters as bodies. */
  public static HttpLetters bare(Letters letters, String gateway) {
    URI endpoint = URI.create(gateway + "/");
    return new HttpLetters(
        count ->
            letters.write(count).stream()
                .map(
                    letter ->
                        HttpRequest.newBuilder(endpoint)
                            .timeout(PATIENCE)
                            .header("X-Id", letter.requestId())
                            .header("X-Key", letter.key())
                            .POST(HttpRequest.BodyPublishers.ofByteArray(letter.value()))
                            .build())
                .toList());
  }
}
