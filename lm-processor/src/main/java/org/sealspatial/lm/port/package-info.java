/* SPDX-License-Identifier: Apache-2.0 */
/** What LM-S needs to know and others keep for it. */
package org.sealspatial.lm.port;
