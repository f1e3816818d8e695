/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.domain;

import java.util.List;

/** The rules in force, found by client: a decision never walks through the rules of others. */
public interface Policies {
  /** Rules that name this client, and those for every client, in the order of their names. */
  List<Rule> about(String clientId);

  /** Version of the bundle that brought them. */
  long version();
}
