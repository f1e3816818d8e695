/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The token keys of a SIM-S instance: made, published, in use, withdrawn. When is decided by {@link
 * org.sealspatial.sim.domain.KeySchedule}. Start at {@link org.sealspatial.routes.keys.KeyKeeper}.
 */
package org.sealspatial.routes.keys;
