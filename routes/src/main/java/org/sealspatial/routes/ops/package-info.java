/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Operation: health, readiness and metrics on a port of their own, bound to loopback unless told
 * otherwise. Start at {@link org.sealspatial.routes.ops.ManagementRoute}.
 */
package org.sealspatial.routes.ops;
