/* SPDX-License-Identifier: Apache-2.0 */
/** A real broker for tests, in the form that the machine at hand has to offer. */
package org.sealspatial.routes.testing;
