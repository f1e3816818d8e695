/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.AuthorizationDetail;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.Scopes;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.UnfitKey;

/** Access tokens as SIM-S makes them, signed with its own key: LM-S can't tell them apart. */
final class Tokens {
  private static final List<AuthorizationDetail> DETAILS =
      List.of(new AuthorizationDetail(List.of("get"), List.of(1L), List.of(), Optional.empty()));

  private final World world;
  private final Ids ids = new Ids();
  private final SigningKey simKey;
  private final Duration life;

  Tokens(World world, CryptoProvider crypto) throws IOException, UnfitKey {
    this.world = world;
    this.life = Duration.parse(world.setting("lm.max-token-lifetime"));
    this.simKey =
        PemFiles.signingKey(Path.of(world.setting("sim.signing-key")), Algorithm.ES256, crypto);
  }

  /** A token that nobody has seen, for a VAL UE of a client, bound to that client's key. */
  String mint(int client, String ue) {
    Instant now = Instant.now();
    var token =
        new AccessToken(
            World.ISSUER,
            ue,
            World.AUDIENCE,
            world.fleet().client(client),
            Scopes.of("SS_SmManagement", Set.of("get")),
            now,
            now.plus(life),
            ids.next(),
            Optional.of(world.fleet().key(client).publicHalf().thumbprint()),
            Optional.empty(),
            DETAILS,
            1);
    return simKey.sign(AccessToken.TYP, token.toJson());
  }
}
