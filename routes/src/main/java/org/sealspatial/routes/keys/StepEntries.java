/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.keys;

import java.util.Map;
import java.util.Optional;
import org.sealspatial.jose.CertifiedKey;
import org.sealspatial.jose.KeyAuthority;
import org.sealspatial.jose.TrustChain;
import org.sealspatial.routes.table.KeyContent;
import org.sealspatial.routes.table.KeyContent.Note;
import org.sealspatial.routes.table.KeyContent.State;
import org.sealspatial.sim.domain.KeyStep;

/**
 * What the steps of a schedule write into the table of keys.
 *
 * @param current the table as it is
 */
record StepEntries(HeldKeys held, KeyAuthority authority, Map<String, KeyContent> current) {

  /** The entry after a step; empty where the step is the vault's alone. */
  Optional<KeyContent> after(KeyStep step) {
    if (step instanceof KeyStep.Publish publish) {
      return Optional.of(pending(publish));
    }
    if (step instanceof KeyStep.Activate activate) {
      KeyContent key = current.get(activate.kid());
      return Optional.of(key.in(State.ACTIVE, activate.since(), key.notAfter()));
    }
    if (step instanceof KeyStep.Demote demote) {
      KeyContent key = current.get(demote.kid());
      return Optional.of(key.in(State.VERIFY_ONLY, key.notBefore(), demote.until()));
    }
    if (step instanceof KeyStep.Retire retire) {
      KeyContent key = current.get(retire.kid());
      return Optional.of(key.in(State.RETIRED, key.notBefore(), key.notAfter()));
    }
    return Optional.empty();
  }

  private KeyContent pending(KeyStep.Publish publish) {
    CertifiedKey key = held.get(publish.kid());
    return new KeyContent(
        key.kid(),
        key.key().publicHalf().jwk(),
        State.PENDING,
        publish.notBefore(),
        key.certificate().getNotAfter().toInstant(),
        TrustChain.x5c(authority.chainOf(key.certificate())),
        Note.NONE);
  }
}
