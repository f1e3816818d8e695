/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.importer;

import org.sealspatial.lm.domain.SpatialMap;

/**
 * What an import brought.
 *
 * @param profile the map, with a layer for each type that has objects
 * @param objects how many objects were passed on
 * @param skipped how many had no geometry of their own, such as a Building whose parts have it
 */
public record ImportedMap(SpatialMap profile, int objects, int skipped) {}
