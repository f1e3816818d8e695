/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.domain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sealspatial.schemas.FailureCause;

/** The answer of the policy: a grant to be signed, or a refusal with its cause. */
public sealed interface TokenDecision {
  /**
   * What may be signed.
   *
   * @param limits what the token is limited to; may be narrower than what was asked
   * @param rule names of the rules that allowed it, blank separated
   * @param lifetime the shortest life among these rules; absent: the issuer's default
   */
  record Granted(List<Limit> limits, String rule, Optional<Duration> lifetime)
      implements TokenDecision {
    public Granted {
      limits = List.copyOf(limits);
    }
  }

  /**
   * Why not.
   *
   * @param cause exact failure cause
   * @param rule the rule that denied; absent where no rule allowed
   */
  record Refused(FailureCause cause, Optional<String> rule) implements TokenDecision {}

  /** Both cases, checked by the compiler; stands in for a pattern switch until Java 21. */
  default <R> R fold(Function<Granted, R> granted, Function<Refused, R> refused) {
    return this instanceof Granted g ? granted.apply(g) : refused.apply((Refused) this);
  }
}
