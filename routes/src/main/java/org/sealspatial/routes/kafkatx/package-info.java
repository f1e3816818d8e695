/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The spine: one poll is one exchange is one Kafka transaction, so that answers, audit records,
 * dead letters and the consumed offsets commit together or not at all. Start at {@link
 * org.sealspatial.routes.kafkatx.Batch}; {@code docs/spine.md} tells the whole story.
 */
package org.sealspatial.routes.kafkatx;
