/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.kill;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.SpatialRequestBody;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenRequestBody;

/** Writes requests of every kind. One thread. */
final class Letters {
  /** Enough names for every partition to have some. */
  static final List<String> UES = IntStream.range(0, 48).mapToObj(n -> "ue-" + n).toList();

  private static final String SERVICE = "SS_SmManagement";
  private static final Duration PATIENCE = Duration.ofHours(2); // no request is to be late
  private static final Wire WIRE = new Wire();

  private final KillWorld world;
  private final Random random;
  private final Map<String, String> tokens = new HashMap<>();
  private int number;

  Letters(KillWorld world, Random random) {
    this.world = world;
    this.random = random;
  }

  /** The token that a VAL UE has got. */
  void token(String ue, String token) {
    tokens.put(ue, token);
  }

  /**
   * A new one.
   *
   * @param earlier a token request of the past, for the kind that takes its id again
   */
  Letter write(Kind kind, Letter earlier) {
    String ue = UES.get(random.nextInt(UES.size()));
    return switch (kind) {
      case TOKEN -> token(kind, world.ue(KillWorld.CLIENT, ue), SERVICE);
      case TOKEN_SERVICE_REFUSED -> token(kind, world.ue(KillWorld.CLIENT, ue), "SS_SAnDiscovery");
      case TOKEN_UNKNOWN_UE -> token(kind, world.ue(KillWorld.CLIENT, "robot-" + ue), SERVICE);
      case TOKEN_STRANGER -> token(kind, world.ue("stranger", ue), SERVICE);
      case TOKEN_BAD_ASSERTION -> badAssertion(kind, ue);
      case TOKEN_ID_REUSED -> reused(kind, earlier);
      case TOKEN_GARBAGE, MAP_GARBAGE -> garbage(kind, ue);
      case MAP -> map(kind, ue, "1", tokens.get(ue));
      case MAP_UNKNOWN -> map(kind, ue, "2", tokens.get(ue));
      case MAP_TAMPERED_TOKEN -> map(kind, ue, "1", tampered(tokens.get(ue)));
      case COPY -> throw new IllegalArgumentException("a copy is not written");
    };
  }

  /** A good token request of this VAL UE. */
  Letter first(String ue) {
    return token(Kind.TOKEN, world.ue(KillWorld.CLIENT, ue), SERVICE);
  }

  private Letter token(Kind kind, ValUe ue, String service) {
    TokenRequestBody body = patient(ue.asksToken(service, "get", Optional.empty()));
    return token(kind, body, ue.sign(body, world.topic(kind.topic())));
  }

  private Letter token(Kind kind, TokenRequestBody body, byte[] value) {
    return letter(kind, body.getValUe(), value, body.getRequestId(), body);
  }

  private Letter badAssertion(Kind kind, String ue) {
    TokenRequestBody body =
        patient(world.ue(KillWorld.CLIENT, ue).asksToken(SERVICE, "get", Optional.empty()));
    ByteBuffer bytes = ByteBuffer.wrap(WIRE.encode(body));
    return token(kind, body, WIRE.encode(new TokenRequest(bytes, "not.an.assertion", null)));
  }

  private Letter reused(Kind kind, Letter earlier) {
    ValUe ue = world.ue(KillWorld.CLIENT, earlier.key());
    TokenRequestBody body = patient(ue.asksToken(SERVICE, "update", Optional.empty()));
    body.setRequestId(earlier.requestId());
    return token(kind, body, ue.sign(body, world.topic(kind.topic())));
  }

  private static TokenRequestBody patient(TokenRequestBody body) {
    body.setDeadline(deadline());
    return body;
  }

  private Letter map(Kind kind, String name, String map, String token) {
    ValUe ue = world.ue(KillWorld.CLIENT, name);
    var parameters = Map.of("svc-id", KillWorld.VAL_SERVICE, "map-id", map);
    SpatialRequestBody body = ue.asksSpatial(SERVICE, "get", parameters);
    body.setDeadline(deadline());
    byte[] value = ue.sign(body, world.topic(kind.topic()), token);
    return letter(kind, name, value, body.getRequestId(), null);
  }

  private static Instant deadline() {
    return Instant.now().plus(PATIENCE).truncatedTo(ChronoUnit.MILLIS);
  }

  private static String tampered(String token) {
    String[] parts = token.split("\\.");
    byte[] claims = java.util.Base64.getUrlDecoder().decode(parts[1]);
    String forged =
        new String(claims, StandardCharsets.UTF_8).replace("\"sub\":\"ue-", "\"sub\":\"uf-");
    return parts[0]
        + "."
        + Base64Url.encode(forged.getBytes(StandardCharsets.UTF_8))
        + "."
        + parts[2];
  }

  private Letter garbage(Kind kind, String ue) {
    byte[] value = new byte[random.nextInt(300)];
    random.nextBytes(value);
    return letter(kind, ue, value, null, null);
  }

  private Letter letter(
      Kind kind, String key, byte[] value, String requestId, TokenRequestBody body) {
    return new Letter(number++, kind, world.topic(kind.topic()), key, value, requestId, body);
  }
}
