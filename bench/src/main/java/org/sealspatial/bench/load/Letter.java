/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.load;

/**
 * A request, signed and ready to be published.
 *
 * @param partition where its key belongs
 * @param key record key: the VAL UE
 * @param value record value
 * @param requestId its id: the key of its reply
 */
public record Letter(int partition, String key, byte[] value, String requestId) {}
