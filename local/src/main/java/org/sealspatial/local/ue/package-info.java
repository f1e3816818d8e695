/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A VAL UE with its SIM-C and LM client, over Kafka and over HTTP, as the published contract has
 * it.
 */
package org.sealspatial.local.ue;
