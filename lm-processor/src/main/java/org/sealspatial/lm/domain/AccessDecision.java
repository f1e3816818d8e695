/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.util.function.Function;
import org.sealspatial.schemas.FailureCause;

/**
 * May this token have this? Yes, clipped to the grant; or no, with the exact cause.
 *
 * @param <C> how the answer is clipped
 */
public sealed interface AccessDecision<C> {
  /** Yes, as far as the clip shows. */
  record Allowed<C>(C clip) implements AccessDecision<C> {}

  /** No. */
  record Denied<C>(FailureCause cause) implements AccessDecision<C> {}

  /** Both cases, checked by the compiler. */
  default <R> R fold(Function<C, R> allowed, Function<FailureCause, R> denied) {
    if (this instanceof Allowed<C> yes) {
      return allowed.apply(yes.clip());
    }
    return denied.apply(((Denied<C>) this).cause());
  }
}
