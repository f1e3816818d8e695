/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An access token whose every check has passed: that it exists is the proof. Only the package that
 * verifies tokens may make one; a rule in the architecture test holds it to that.
 *
 * @param jkt thumbprint of the key it is bound to
 * @param certificate thumbprint of the client certificate it is bound to
 */
public record VerifiedToken(
    Identity identity,
    Issue issue,
    Scope scope,
    Optional<String> jkt,
    Optional<String> certificate,
    List<Grant> grants) {
  public VerifiedToken {
    grants = List.copyOf(grants);
  }

  /**
   * Whom the token speaks for.
   *
   * @param subject the VAL UE
   * @param valServices the VAL services the client is registered for
   */
  public record Identity(String clientId, String subject, Set<String> valServices) {
    public Identity {
      valServices = Set.copyOf(valServices);
    }

    /**
     * Whether the list of allowed entities is open or names the client, the VAL UE or its service.
     */
    boolean isAmong(Set<String> allowedEntities) {
      return allowedEntities.isEmpty()
          || allowedEntities.contains(clientId)
          || allowedEntities.contains(subject)
          || valServices.stream().anyMatch(allowedEntities::contains);
    }
  }

  /** When and under which key and policy the token was issued. */
  public record Issue(
      String jti, String kid, Instant issuedAt, Instant expiresAt, long policyVersion) {}

  /** The one spatial localization service of the token and the actions on it. */
  public record Scope(String service, Set<String> actions) {
    public Scope {
      actions = Set.copyOf(actions);
    }

    boolean covers(String askedService, String action) {
      return service.equals(askedService) && actions.contains(action);
    }
  }

  /** The grants that allow this action. */
  List<Grant> grantsFor(String action) {
    return grants.stream().filter(grant -> grant.allowsAction(action)).toList();
  }
}
