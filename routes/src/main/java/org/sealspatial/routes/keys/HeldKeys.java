/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.keys;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sealspatial.jose.CertifiedKey;
import org.sealspatial.jose.KeyAuthority;
import org.sealspatial.jose.KeyVault;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.routes.table.KeyContent;
import org.sealspatial.sim.domain.TokenKey;

/** The keys that were in the vault at one moment. */
final class HeldKeys {
  private final Map<String, Held> keys;

  private record Held(CertifiedKey key, boolean foreign) {}

  private HeldKeys(Map<String, Held> keys) {
    this.keys = Map.copyOf(keys);
  }

  /** Those in the vault now; a key that this authority did not certify is foreign. */
  static HeldKeys in(KeyVault vault, KeyAuthority authority) throws IOException, UnfitKey {
    Map<String, Held> found = new HashMap<>();
    for (CertifiedKey key : vault.keys()) {
      found.put(key.kid(), new Held(key, !authority.certified(key.certificate())));
    }
    return new HeldKeys(found);
  }

  CertifiedKey get(String kid) {
    return keys.get(kid).key();
  }

  /** What the schedule has to know of each, by what the table says of it. */
  List<TokenKey> scheduled(Function<String, Optional<KeyContent>> table) {
    return keys.values().stream().map(held -> scheduled(held, table)).toList();
  }

  private static TokenKey scheduled(Held held, Function<String, Optional<KeyContent>> table) {
    String kid = held.key().kid();
    var certificate = held.key().certificate();
    Instant end = certificate.getNotAfter().toInstant();
    Optional<KeyContent> entry = table.apply(kid);
    if (entry.isEmpty()) {
      Instant from = certificate.getNotBefore().toInstant();
      return new TokenKey(kid, TokenKey.Stage.MADE, from, end, Optional.empty(), held.foreign());
    }
    KeyContent known = entry.get();
    return new TokenKey(
        known.kid(),
        TokenKey.Stage.valueOf(known.state().name()),
        known.notBefore(),
        known.notAfter().isBefore(end) ? known.notAfter() : end,
        known.note().replaceAt(),
        held.foreign());
  }
}
