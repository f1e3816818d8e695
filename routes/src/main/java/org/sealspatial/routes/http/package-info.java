/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The HTTP edge: OAuth 2.0 token endpoint of SIM-S and the TS 29.437 resources of LM-S, both over
 * Kafka. Start at {@link org.sealspatial.routes.http.HttpApi}, the list of every resource, then the
 * routes {@code FrontRoute}, {@code TokenRoute}, {@code SpatialRoute} and {@code MetadataRoute}.
 */
package org.sealspatial.routes.http;
