/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Brings in maps from other formats. Start at {@link org.sealspatial.lm.importer.CityJsonImport}.
 */
package org.sealspatial.lm.importer;
