/* SPDX-License-Identifier: Apache-2.0 */
/**
 * May this VAL UE have a token? Values and pure functions; start at {@link
 * org.sealspatial.sim.domain.TokenPolicy}.
 */
package org.sealspatial.sim.domain;
