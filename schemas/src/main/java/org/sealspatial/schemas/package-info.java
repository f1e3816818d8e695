/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The published language: topics, failure causes and the wire format. Start at {@link
 * org.sealspatial.schemas.Topic}; the Avro schemas lie beside it in {@code src/main/avro}.
 */
package org.sealspatial.schemas;
