/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.schemas;

import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.ChangeRecord;
import org.sealspatial.schemas.v1.DeadLetter;
import org.sealspatial.schemas.v1.SpatialAnchorRecord;
import org.sealspatial.schemas.v1.SpatialMapRecord;
import org.sealspatial.schemas.v1.SpatialRequest;
import org.sealspatial.schemas.v1.TableRecord;
import org.sealspatial.schemas.v1.TokenRequest;

/**
 * The map of the bus: every topic, its record type, its kind and how long it keeps records. Names
 * are given without the deployment's prefix; {@link #in(String)} adds it.
 *
 * <p>Topics of replies are made per requestor, see {@link #replies(String, String)}.
 */
public enum Topic {
  /** Access token requests of clients that speak Kafka; key: VAL UE. */
  TOKEN_REQUESTS("token.requests.v1", TokenRequest.class, Kind.REQUESTS, Duration.ofDays(1)),
  /** Access token requests that came over HTTP; key: client id; written by gateways only. */
  HTTP_TOKEN_REQUESTS(
      "http.token.requests.v1", TokenRequest.class, Kind.REQUESTS, Duration.ofDays(1)),
  /** Spatial requests of clients that speak Kafka; key: VAL UE. */
  SPATIAL_REQUESTS("spatial.requests.v1", SpatialRequest.class, Kind.REQUESTS, Duration.ofHours(1)),
  /** Spatial requests that came over HTTP; key: cnf.jkt; written by gateways only. */
  HTTP_SPATIAL_REQUESTS(
      "http.spatial.requests.v1", SpatialRequest.class, Kind.REQUESTS, Duration.ofHours(1)),
  /** One record per request offset; partition: the request's. */
  AUDIT("audit.v1", AuditRecord.class, Kind.AUDIT, Duration.ofDays(-1)),
  /** What could not be answered; partition: the request's. */
  DEAD_LETTERS("dead-letters.v1", DeadLetter.class, Kind.AUDIT, Duration.ofDays(14)),
  /** Registered clients, signed by the operator. */
  CLIENTS("clients.v1", TableRecord.class, Kind.TABLE, null),
  /** Policies and bundle manifests, signed by the operator. */
  POLICIES("policies.v1", TableRecord.class, Kind.TABLE, null),
  /** Public signing keys of SIM-S, signed by SIM-S. */
  KEYS("keys.v1", TableRecord.class, Kind.TABLE, null),
  /** Revocations, signed by SIM-S or the operator. */
  REVOCATIONS("revocations.v1", TableRecord.class, Kind.TABLE, null),
  /** Spatial maps, a record per profile and per object. */
  SPATIAL_MAPS("spatial-maps.v1", SpatialMapRecord.class, Kind.TABLE, null),
  /** Spatial anchors. */
  SPATIAL_ANCHORS("spatial-anchors.v1", SpatialAnchorRecord.class, Kind.TABLE, null),
  /** Every change of a signed table, because compaction forgets. */
  CHANGES("changes.v1", ChangeRecord.class, Kind.LOG, Duration.ofDays(-1));

  /** What a topic is for; decides partitions and cleanup. */
  public enum Kind {
    /** Requests: a fixed count of partitions, the broker's append time. */
    REQUESTS,
    /** As many partitions as the requests, so that a transaction stays narrow. */
    AUDIT,
    /** Compacted state: one partition, so that an offset is a version. */
    TABLE,
    /** One partition, appended only. */
    LOG
  }

  /** The prefix of a deployment that does not choose one. */
  public static final String DEFAULT_PREFIX = "seal";

  /** The requestor that all gateways share; allowed for the HTTP ingress topics only. */
  public static final String GATEWAY_REQUESTOR = "gateway";

  private final String suffix;
  private final Class<? extends SpecificRecord> type;
  private final Kind kind;
  private final Duration retention;

  Topic(String suffix, Class<? extends SpecificRecord> type, Kind kind, Duration retention) {
    this.suffix = suffix;
    this.type = type;
    this.kind = kind;
    this.retention = retention;
  }

  /** The topic's name in the deployment with this prefix, such as {@code seal.audit.v1}. */
  public String in(String prefix) {
    return prefix + "." + suffix;
  }

  /** The record type of the topic's values. */
  public Class<? extends SpecificRecord> type() {
    return type;
  }

  /** What the topic is for. */
  public Kind kind() {
    return kind;
  }

  /** How long records are kept; negative: for ever; null: compacted. */
  public Duration retention() {
    return retention;
  }

  /** The reply topic of a requestor, such as {@code seal.replies.arcade.v1}. */
  public static String replies(String prefix, String requestor) {
    return prefix + ".replies." + requestor + ".v1";
  }

  /** The request topics only a gateway writes. */
  public static List<Topic> httpIngress() {
    return List.of(HTTP_TOKEN_REQUESTS, HTTP_SPATIAL_REQUESTS);
  }
}
