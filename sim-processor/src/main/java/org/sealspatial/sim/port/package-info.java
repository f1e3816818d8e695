/* SPDX-License-Identifier: Apache-2.0 */
/** What SIM-S needs to see of the state in Kafka. */
package org.sealspatial.sim.port;
