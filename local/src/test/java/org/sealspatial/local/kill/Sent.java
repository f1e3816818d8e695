/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.kill;

/**
 * A request offset.
 *
 * @param id topic/partition/offset
 * @param letter the same number where the same bytes were sent again
 * @param kind of the letter
 * @param requestId null where the bytes have none
 */
record Sent(String id, int letter, Kind kind, String requestId) {

  int partition() {
    return Integer.parseInt(id.split("/")[1]);
  }

  String topic() {
    return id.split("/")[0];
  }

  long offset() {
    return Long.parseLong(id.split("/")[2]);
  }
}
