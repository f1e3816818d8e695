/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm;

import java.time.Instant;
import org.sealspatial.lm.domain.SpatialQuestion;
import org.sealspatial.lm.domain.VerifiedToken;
import org.sealspatial.lm.maps.SpatialMaps;

/** A question of a verified sender, on the maps of one moment. */
record Asked(VerifiedToken token, SpatialQuestion question, SpatialMaps maps, Instant now) {}
