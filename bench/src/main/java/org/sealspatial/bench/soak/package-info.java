/* SPDX-License-Identifier: Apache-2.0 */
/** A steady load for long: does memory or cost creep? */
package org.sealspatial.bench.soak;
