/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import java.time.Duration;
import java.util.Map;

/** One request on its way to Kafka. */
public final class Call {
  private final String topic;
  private final String key;
  private final byte[] value;
  private final Map<String, String> headers;
  private final Expected expected;
  private final Duration patience;

  private Call(String topic, String key, byte[] value, Expected expected, Options options) {
    this.topic = topic;
    this.key = key;
    this.value = value.clone();
    this.headers = options.headers();
    this.expected = expected;
    this.patience = options.patience();
  }

  /**
   * A call.
   *
   * @param topic full topic name
   * @param key record key; its murmur2 hash decides the partition
   * @param value record value; already holds correlation id and reply partition
   * @param expected what the answer must carry
   * @param options record headers and patience
   */
  public static Call to(
      String topic, String key, byte[] value, Expected expected, Options options) {
    return new Call(topic, key, value, expected, options);
  }

  /**
   * What a call may choose.
   *
   * @param headers record headers, text only
   * @param patience how long to wait; whole seconds keep the number of timeout queues small
   */
  public record Options(Map<String, String> headers, Duration patience) {
    /** Copies the headers. */
    public Options {
      headers = Map.copyOf(headers);
    }
  }

  String topic() {
    return topic;
  }

  String key() {
    return key;
  }

  byte[] value() {
    return value;
  }

  Map<String, String> headers() {
    return headers;
  }

  Expected expected() {
    return expected;
  }

  Duration patience() {
    return patience;
  }
}
