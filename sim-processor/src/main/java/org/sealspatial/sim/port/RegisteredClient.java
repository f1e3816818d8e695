/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.port;

import java.util.List;
import java.util.Optional;
import org.sealspatial.jose.EncryptionKey;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.sim.domain.Names;

/**
 * A SIM-C as the operator registered it.
 *
 * @param id client id
 * @param keys keys that may sign its assertions
 * @param encryption key its answers are encrypted to; absent: answers are in clear
 * @param requestor name of its reply topic; absent: it has HTTP only
 * @param proofRequired whether tokens over HTTP must be bound by DPoP
 * @param certificateBound whether tokens over HTTP are bound to its TLS certificate (RFC 8705)
 * @param valUes the VAL UEs it may speak for
 * @param disabled refused as if unknown
 */
public record RegisteredClient(
    String id,
    List<VerificationKey> keys,
    Optional<EncryptionKey> encryption,
    Optional<String> requestor,
    boolean proofRequired,
    boolean certificateBound,
    Names valUes,
    boolean disabled) {
  public RegisteredClient {
    keys = List.copyOf(keys);
  }
}
