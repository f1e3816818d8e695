/* SPDX-License-Identifier: Apache-2.0 */
/**
 * {@code seal client}: the sample client of {@code seal up} by hand, so that its examples work when
 * pasted. Start at {@link org.sealspatial.local.client.ClientCommand}.
 */
package org.sealspatial.local.client;
