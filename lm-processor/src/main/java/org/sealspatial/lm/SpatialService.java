/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm;

import java.util.Set;
import java.util.function.Function;
import org.sealspatial.lm.domain.AccessDecision;
import org.sealspatial.lm.domain.SpatialQuestion;
import org.sealspatial.lm.json.Answer;

/**
 * One operation of a spatial localization service.
 *
 * @param parameters names it takes; another one is refused
 * @param required names it can't do without
 * @param resource what the question is about, for the audit; no position
 * @param answering decides and answers
 */
record SpatialService(
    Set<String> parameters,
    Set<String> required,
    Function<SpatialQuestion, String> resource,
    Answering answering) {

  /** Decides what of the answer the asker may have. */
  @FunctionalInterface
  interface Answering {
    AccessDecision<Answer> answer(Asked asked);
  }

  boolean takes(Set<String> given) {
    return parameters.containsAll(given) && given.containsAll(required);
  }
}
