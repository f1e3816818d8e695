/* SPDX-License-Identifier: Apache-2.0 */
/** Drives any OAuth token endpoint and any HTTP-to-Kafka bridge with the load that ours gets. */
package org.sealspatial.bench.peer;
