/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What can be set, and its checks. Start at {@link org.sealspatial.routes.config.Key}, the list of
 * every setting; {@link org.sealspatial.routes.config.SealConfig} is what comes out.
 */
package org.sealspatial.routes.config;
