/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Request and reply over Kafka: what a gateway needs to wait for an answer without holding a
 * thread. Start at {@link org.sealspatial.routes.rpc.KafkaRpc}.
 */
package org.sealspatial.routes.rpc;
