/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.lm;

import java.util.Map;
import org.sealspatial.lm.LmState;

/**
 * What a batch is decided on.
 *
 * @param view keys, revocations, requestors, maps
 * @param offsets table topic to the next offset to be read: the version of the view
 */
public record SpatialState(LmState view, Map<String, Long> offsets) {}
