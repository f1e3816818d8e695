/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The maps and anchors LM-S knows: immutable snapshots for any number of readers, cheap changes by
 * one writer, searches by area. Start at {@link org.sealspatial.lm.maps.SpatialMaps}.
 */
package org.sealspatial.lm.maps;
