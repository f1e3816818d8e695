/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.kill;

import org.sealspatial.schemas.v1.TokenRequestBody;

/**
 * A request record that is sent once or, by copies, more often.
 *
 * @param number tells letters apart
 * @param requestId null where the bytes have none
 * @param body of a token request, for one that takes its id again; else null
 */
record Letter(
    int number,
    Kind kind,
    String topic,
    String key,
    byte[] value,
    String requestId,
    TokenRequestBody body) {}
