/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Figure 2 on the bus: the spatial request route and its codec. Start at {@link
 * org.sealspatial.routes.lm.SpatialRequestRoute}.
 */
package org.sealspatial.routes.lm;
