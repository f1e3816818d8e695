/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.io.IOException;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.routes.config.ToolConfig;

/**
 * What an operator signs with, and whose signatures count when the tables are read.
 *
 * @param signing the operator's key
 * @param anchors the trust anchors, the operator's own key among them
 */
public record OperatorKeys(SigningKey signing, Anchors anchors) {

  /** The keys of a configuration that has operator.key; throws {@link AdminFailure}. */
  public static OperatorKeys of(ToolConfig config) {
    CryptoProvider crypto = CryptoProvider.best();
    var file =
        config
            .operatorKey()
            .orElseThrow(() -> new AdminFailure("operator.key is not set: it signs tables", null));
    try {
      SigningKey signing = PemFiles.signingKey(file.path(), Algorithm.ES256, crypto);
      Anchors trusted = Anchors.trusted(config, crypto);
      if (config.trust().isPresent() && !trusts(trusted, signing)) {
        throw new AdminFailure("operator.key is not the key in trust.operator", null);
      }
      return new OperatorKeys(signing, trusted.and(signing.publicHalf()));
    } catch (IOException | UnfitKey e) {
      throw new AdminFailure("can't use operator.key or the anchors: " + e.getMessage(), e);
    }
  }

  /** What the roles would not believe must not be written. */
  private static boolean trusts(Anchors anchors, SigningKey signing) {
    String own = signing.publicHalf().thumbprint();
    return anchors.operator().stream().anyMatch(anchor -> anchor.thumbprint().equals(own));
  }
}
