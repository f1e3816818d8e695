/* SPDX-License-Identifier: Apache-2.0 */
/**
 * SIM-S: authenticates the client and issues the access token (TS 33.434 clause 6.1.2, figure 1).
 * Start at {@link org.sealspatial.sim.TokenIssuance}.
 */
package org.sealspatial.sim;
