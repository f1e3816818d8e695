/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.wiring;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.TrustChain;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.routes.config.Key;
import org.sealspatial.routes.config.TrustConfig;
import org.sealspatial.routes.table.TableTrust;

/**
 * The trust anchors as their files had them at one moment.
 *
 * @param operator keys of the operator
 * @param sim keys of SIM-S
 * @param certificates those of SIM-S that a key's chain must end at
 */
record Trust(
    List<VerificationKey> operator, List<VerificationKey> sim, List<X509Certificate> certificates) {

  /** Reads both files; throws {@link UnfitKey} where there is no anchor, or one that is not fit. */
  static Trust read(TrustConfig config, CryptoProvider crypto) throws UnfitKey {
    Path sim = config.sim().path();
    return new Trust(
        SettingFile.read(
            Key.TRUST_OPERATOR, config.operator().path(), file -> PemFiles.anchors(file, crypto)),
        SettingFile.read(Key.TRUST_SIM, sim, file -> PemFiles.anchors(file, crypto)),
        SettingFile.read(Key.TRUST_SIM, sim, Trust::certificates));
  }

  private static List<X509Certificate> certificates(Path file) throws IOException, UnfitKey {
    List<X509Certificate> certificates = PemFiles.certificates(file);
    if (certificates.isEmpty()) {
      throw new UnfitKey("no certificate, and a key alone ends no chain");
    }
    return certificates;
  }

  /** What the tables of a role are read under. */
  TableTrust tables() {
    return new TableTrust(operator, sim, new TrustChain(certificates));
  }

  /** Whether everything that counted there counts here. */
  boolean covers(Trust there) {
    return keys(operator).containsAll(keys(there.operator))
        && keys(sim).containsAll(keys(there.sim))
        && certificates.containsAll(there.certificates);
  }

  /** Whether the same counts. */
  boolean sameAs(Trust there) {
    return covers(there) && there.covers(this);
  }

  private static Set<String> keys(List<VerificationKey> anchors) {
    var keys = new HashSet<String>();
    anchors.forEach(anchor -> keys.add(Base64Url.encode(anchor.publicKey().getEncoded())));
    return keys;
  }
}
