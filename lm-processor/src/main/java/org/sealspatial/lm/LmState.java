/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm;

import org.sealspatial.lm.maps.SpatialMaps;
import org.sealspatial.lm.port.Requestors;
import org.sealspatial.lm.port.Revocations;
import org.sealspatial.lm.port.TrustedKeys;

/**
 * All a decision may look at, at one moment.
 *
 * @param revocationsStale whether the view of the revocations is older than its budget
 */
public record LmState(
    TrustedKeys keys,
    Revocations revocations,
    Requestors requestors,
    SpatialMaps maps,
    boolean revocationsStale) {}
