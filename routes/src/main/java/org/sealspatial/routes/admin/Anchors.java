/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.routes.config.ToolConfig;

/**
 * Whose signatures count when an operator reads the tables.
 *
 * @param operator anchors of clients, policies and revocations
 * @param sim anchors of revocations that SIM-S made
 * @param crypto who verifies
 */
public record Anchors(
    List<VerificationKey> operator, List<VerificationKey> sim, CryptoProvider crypto) {

  public Anchors {
    operator = List.copyOf(operator);
    sim = List.copyOf(sim);
  }

  /** The anchors in trust.operator and trust.sim, none where they are not set. */
  static Anchors trusted(ToolConfig config, CryptoProvider crypto) throws IOException, UnfitKey {
    if (config.trust().isEmpty()) {
      return new Anchors(List.of(), List.of(), crypto);
    }
    return new Anchors(
        PemFiles.anchors(config.trust().get().operator().path(), crypto),
        PemFiles.anchors(config.trust().get().sim().path(), crypto),
        crypto);
  }

  /** The anchors for one who only reads; throws {@link AdminFailure} where there are none. */
  public static Anchors of(ToolConfig config) {
    if (config.trust().isEmpty()) {
      return OperatorKeys.of(config).anchors();
    }
    try {
      return trusted(config, CryptoProvider.best());
    } catch (IOException | UnfitKey e) {
      throw new AdminFailure("can't use trust.operator or trust.sim: " + e.getMessage(), e);
    }
  }

  Anchors and(VerificationKey own) {
    List<VerificationKey> all = new ArrayList<>(operator);
    all.add(own);
    return new Anchors(all, sim, crypto);
  }
}
