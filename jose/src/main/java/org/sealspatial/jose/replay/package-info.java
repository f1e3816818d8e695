/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the owner of a partition remembers, so that a resent or replayed request can't act twice.
 */
package org.sealspatial.jose.replay;
