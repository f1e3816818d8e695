/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sealspatial.jose.EncryptionKey;
import org.sealspatial.routes.kafkatx.Inbound;
import org.sealspatial.routes.kafkatx.Outbound;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.Failure;

/**
 * Puts a reply on its way: the requestor's own topic, with CloudEvents 1.0 binary headers. The
 * address comes from the client's registration or, for a gateway, is a partition of the gateways'
 * topic; never a topic named in a message.
 */
public final class ReplyEnvelope {
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private final String prefix;
  private final String source;
  private final int gatewayPartitions;

  /**
   * An envelope for one role.
   *
   * @param prefix topic prefix
   * @param source ce_source, such as /sim-s/a
   * @param gatewayPartitions partitions of the gateways' reply topic
   */
  public ReplyEnvelope(String prefix, String source, int gatewayPartitions) {
    this.prefix = prefix;
    this.source = source;
    this.gatewayPartitions = gatewayPartitions;
  }

  /** Where a reply goes. */
  public record Address(String topic, int partition) {}

  /** The address of a gateway that waits on this partition; absent: there is no such partition. */
  public Optional<Address> gateway(Integer partition) {
    return partition == null || partition < 0 || partition >= gatewayPartitions
        ? Optional.empty()
        : Optional.of(new Address(Topic.replies(prefix, Topic.GATEWAY_REQUESTOR), partition));
  }

  /** The address of a registered requestor. */
  public Address requestor(String name) {
    return new Address(Topic.replies(prefix, name), 0);
  }

  /** What a requestor is told of a failure. */
  public static Failure failure(FailureCause cause) {
    FailureCause told = cause.publicCause();
    return new Failure(told.name(), told.meaning());
  }

  /** What a requestor with a key of its own gets instead of this JSON. */
  public static String sealed(String json, EncryptionKey key) {
    return key.encrypt(json.getBytes(StandardCharsets.UTF_8), "application/json");
  }

  /** The reply record. */
  public Outbound address(
      Inbound request, Address to, String requestId, String type, byte[] value, Instant now) {
    var headers = new HashMap<String, String>();
    headers.put("ce_specversion", "1.0");
    headers.put("ce_id", AuditTrail.id(request));
    headers.put("ce_source", source);
    headers.put("ce_type", type);
    headers.put("ce_time", now.toString());
    headers.put("content-type", "avro/binary");
    request
        .header("traceparent")
        .filter(value1 -> TRACEPARENT.matcher(value1).matches())
        .ifPresent(value1 -> headers.put("traceparent", value1));
    return Outbound.of(to.topic(), to.partition(), requestId, value, Map.copyOf(headers));
  }
}
