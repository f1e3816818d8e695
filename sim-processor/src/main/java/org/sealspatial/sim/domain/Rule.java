/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One rule of a policy.
 *
 * @param name policy/rule, as the audit record names it
 * @param effect what it does where it applies
 * @param who whom it is about
 * @param what the services and actions it is about
 * @param limit where it holds
 * @param inForce when it holds
 * @param lifetime longest life of a token under this rule; absent: the issuer's default
 */
public record Rule(
    String name,
    Effect effect,
    Who who,
    What what,
    Limit limit,
    InForce inForce,
    Optional<Duration> lifetime) {

  /** Allow or deny; deny wins. */
  public enum Effect {
    /** Grants what it covers. */
    ALLOW,
    /** Refuses every request that would be granted anything it covers. */
    DENY
  }

  /**
   * Whom a rule is about; all four must match.
   *
   * @param clients client ids
   * @param valUes VAL UE identities
   * @param valUsers VAL user identities; absent: any, and requests without a user too
   * @param valServices VAL service identities
   */
  public record Who(Names clients, Names valUes, Optional<Names> valUsers, Names valServices) {
    boolean matches(TokenQuestion question) {
      return clients.include(question.clientId())
          && valUes.include(question.valUe())
          && valServices.include(question.valService())
          && valUsers
              .map(names -> question.valUser().map(names::include).orElse(false))
              .orElse(true);
    }
  }

  /**
   * The services and actions a rule is about.
   *
   * @param services spatial localization services, such as SS_SmManagement
   * @param actions actions on them, such as get
   */
  public record What(Names services, Names actions) {}

  /**
   * When a rule holds.
   *
   * @param from first instant; absent: always was
   * @param until first instant when it no longer holds; absent: never ends
   */
  public record InForce(Optional<Instant> from, Optional<Instant> until) {
    /** Without end or beginning. */
    public static final InForce ALWAYS = new InForce(Optional.empty(), Optional.empty());

    boolean at(Instant now) {
      return from.map(f -> !now.isBefore(f)).orElse(true) && until.map(now::isBefore).orElse(true);
    }
  }
}
