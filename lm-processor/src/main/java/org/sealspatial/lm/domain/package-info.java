/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What LM-S decides: what of a map a verified token may see. Pure values and functions; start at
 * {@link org.sealspatial.lm.domain.AccessPolicy}.
 */
package org.sealspatial.lm.domain;
