/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.sim;

import java.util.Map;
import org.sealspatial.sim.port.SimView;

/**
 * What a batch is decided on.
 *
 * @param view clients, policies, key, revocations
 * @param offsets table topic to the next offset to be read: the version of the view
 */
public record SimState(SimView view, Map<String, Long> offsets) {}
