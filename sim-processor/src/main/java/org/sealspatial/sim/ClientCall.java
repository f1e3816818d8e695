/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import java.time.Instant;

/** What every request of a client to SIM-S has, whatever it asks. Nothing in it is believed yet. */
interface ClientCall {
  TokenCall.Arrival arrival();

  String requestId();

  String clientId();

  /** Whose replay memory the request needs on the direct topic. */
  String valUe();

  Instant deadline();

  TokenCall.Credentials credentials();

  String requestDigest();
}
