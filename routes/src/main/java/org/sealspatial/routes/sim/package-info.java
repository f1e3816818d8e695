/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Figure 1 on the bus: the token request route and its codec. Start at {@link
 * org.sealspatial.routes.sim.TokenRequestRoute}.
 */
package org.sealspatial.routes.sim;
