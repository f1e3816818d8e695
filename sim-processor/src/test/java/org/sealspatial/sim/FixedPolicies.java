/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import java.util.List;
import org.sealspatial.sim.domain.Policies;
import org.sealspatial.sim.domain.Rule;

/** The same rules for every client. */
record FixedPolicies(List<Rule> rules, long version) implements Policies {
  @Override
  public List<Rule> about(String clientId) {
    return rules;
  }
}
