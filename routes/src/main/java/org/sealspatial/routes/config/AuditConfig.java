/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.util.Optional;

/**
 * What is kept of people.
 *
 * @param pseudonymKey makes the pseudonyms
 * @param deadLettersKey public JWK that dead letters are encrypted to
 */
public record AuditConfig(SecretFile pseudonymKey, Optional<PublicFile> deadLettersKey) {
  /** The key of the pseudonyms must be there. */
  public AuditConfig {
    new Checks().required(Key.AUDIT_PSEUDONYM_KEY, pseudonymKey, "every role").raise();
  }

  static AuditConfig from(Settings settings) {
    SecretFile pseudonymKey = settings.read(Key.AUDIT_PSEUDONYM_KEY, SecretFile::parseKey);
    var letters = Optional.ofNullable(settings.read(Key.DEAD_LETTERS_KEY, PublicFile::parse));
    return settings.build(() -> new AuditConfig(pseudonymKey, letters));
  }
}
