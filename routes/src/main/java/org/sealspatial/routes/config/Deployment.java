/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What this process is.
 *
 * @param profile how strict the start is
 * @param roles what it does
 * @param instance its stable name; empty: made once in the data folder
 * @param dataDir holds the name and the lock
 * @param cryptoProvider who signs and verifies: best, accp, bc or jdk
 */
public record Deployment(
    Profile profile,
    Set<Role> roles,
    Optional<String> instance,
    Path dataDir,
    String cryptoProvider) {

  /** Checks the shapes. */
  public Deployment {
    new Checks()
        .matches(Key.INSTANCE, instance.orElse(null), "[A-Za-z0-9][A-Za-z0-9-]{0,63}")
        .matches(Key.CRYPTO_PROVIDER, cryptoProvider, "best|accp|bc|jdk")
        .raise();
    roles = roles == null ? Set.of() : Set.copyOf(roles);
  }

  static Deployment from(Settings settings) {
    Profile profile = settings.read(Key.PROFILE, Parse::profile);
    Set<Role> roles = settings.read(Key.ROLES, Parse::roles);
    var instance = Optional.ofNullable(settings.read(Key.INSTANCE, Parse::text));
    Path dataDir = settings.read(Key.DATA_DIR, Parse::path);
    String provider = settings.read(Key.CRYPTO_PROVIDER, Parse::text);
    return settings.build(() -> new Deployment(profile, roles, instance, dataDir, provider));
  }
}
