/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.domain;

import java.time.Instant;

/** One thing that is due with the keys of a SIM-S instance. */
public sealed interface KeyStep {

  /** A new key is to be made and kept, certified until then. */
  record Make(Instant until) implements KeyStep {}

  /** A key that was made is to be published as pending; it may sign from this time on. */
  record Publish(String kid, Instant notBefore) implements KeyStep {}

  /** A pending key becomes the one that signs. */
  record Activate(String kid, Instant since) implements KeyStep {}

  /** A key signs no more; its tokens are good until then. */
  record Demote(String kid, Instant until) implements KeyStep {}

  /** The tokens of a key are good no more. */
  record Retire(String kid) implements KeyStep {}

  /** The private key is to be destroyed. */
  record Forget(String kid) implements KeyStep {}
}
