/* SPDX-License-Identifier: Apache-2.0 */
/** {@code seal demo}: both figures played by a real VAL UE, refusals, and what the audit kept. */
package org.sealspatial.local.demo;
