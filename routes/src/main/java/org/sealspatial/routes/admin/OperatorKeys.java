/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.routes.config.ToolConfig;

/**
 * What an operator signs with, and whose signatures count when the tables are read.
 *
 * @param signing the operator's key
 * @param operator anchors of clients, policies and revocations
 * @param sim anchors of revocations that SIM-S made
 * @param crypto who signs and verifies
 */
public record OperatorKeys(
    SigningKey signing,
    List<VerificationKey> operator,
    List<VerificationKey> sim,
    CryptoProvider crypto) {

  public OperatorKeys {
    operator = List.copyOf(operator);
    sim = List.copyOf(sim);
  }

  /** The keys of a configuration that has operator.key; throws {@link AdminFailure}. */
  public static OperatorKeys of(ToolConfig config) {
    CryptoProvider crypto = CryptoProvider.best();
    var file =
        config
            .operatorKey()
            .orElseThrow(() -> new AdminFailure("operator.key is not set: it signs tables", null));
    try {
      SigningKey signing = PemFiles.signingKey(file.path(), Algorithm.ES256, crypto);
      List<VerificationKey> operator = new ArrayList<>(List.of(signing.publicHalf()));
      List<VerificationKey> sim = new ArrayList<>();
      if (config.trust().isPresent()) {
        operator.addAll(PemFiles.anchors(config.trust().get().operator().path(), crypto));
        sim.addAll(PemFiles.anchors(config.trust().get().sim().path(), crypto));
      }
      requireTrusted(config, signing, operator);
      return new OperatorKeys(signing, operator, sim, crypto);
    } catch (IOException | UnfitKey e) {
      throw new AdminFailure("can't use operator.key or the anchors: " + e.getMessage(), e);
    }
  }

  /** What the roles would not believe must not be written. */
  private static void requireTrusted(
      ToolConfig config, SigningKey signing, List<VerificationKey> operator) {
    boolean trusted =
        operator.stream()
            .skip(1)
            .anyMatch(a -> a.thumbprint().equals(signing.publicHalf().thumbprint()));
    if (config.trust().isPresent() && !trusted) {
      throw new AdminFailure("operator.key is not the key in trust.operator", null);
    }
  }
}
