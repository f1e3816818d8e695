/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

/**
 * Whose signatures count.
 *
 * @param operator the operator's public key, PEM
 * @param sim anchor of SIM-S, PEM certificate
 */
public record TrustConfig(PublicFile operator, PublicFile sim) {
  /** Both must be there. */
  public TrustConfig {
    new Checks()
        .required(Key.TRUST_OPERATOR, operator, "every role")
        .required(Key.TRUST_SIM, sim, "every role")
        .raise();
  }

  static TrustConfig from(Settings settings) {
    PublicFile operator = settings.read(Key.TRUST_OPERATOR, PublicFile::parse);
    PublicFile sim = settings.read(Key.TRUST_SIM, PublicFile::parse);
    return settings.build(() -> new TrustConfig(operator, sim));
  }
}
