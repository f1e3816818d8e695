/* SPDX-License-Identifier: Apache-2.0 */
/**
 * LM-S: may this token read this map? Start at {@link org.sealspatial.lm.SpatialAccess}; the
 * decision is in {@link org.sealspatial.lm.domain.AccessPolicy}.
 */
package org.sealspatial.lm;
