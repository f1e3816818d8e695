/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.TimeUtils;

/**
 * {@code kafkatx:topic1,topic2?groupId=…}: consumes in batches, each of them one exchange and one
 * Kafka transaction.
 *
 * <p>Options of an endpoint: {@code groupId} (required), {@code quarantine} (required, {@code
 * #bean} of type {@link Quarantine}), {@code partitionStates} ({@code #bean} of type {@link
 * PartitionStates}), {@code workers} (1), {@code maxPollRecords} (500), {@code slice} (5ms), {@code
 * batchTime} (2s), {@code outboxBytes} (8388608). Options of the component: its setters.
 */
public final class KafkaTxComponent extends DefaultComponent {

  private static final Duration SETTLE = Duration.ofSeconds(20);

  private String bootstrapServers;
  private String instanceId;
  private Map<String, String> clientProperties = Map.of();
  private MeterRegistry meterRegistry = new CompositeMeterRegistry();
  private StopListener stopListener = (groupId, reason) -> {};
  private Duration settle = SETTLE;

  /** Where the brokers are: {@code host:port,host:port}. */
  public void setBootstrapServers(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Who this process is: stable across its restarts, held by one process at a time. */
  public void setInstanceId(String instanceId) {
    this.instanceId = instanceId;
  }

  /**
   * Further client properties, such as those of security; what exactly-once needs stays as it is.
   */
  public void setClientProperties(Map<String, String> clientProperties) {
    this.clientProperties = Map.copyOf(clientProperties);
  }

  /** Where the meters are kept. */
  public void setMeterRegistry(MeterRegistry meterRegistry) {
    this.meterRegistry = meterRegistry;
  }

  /** Told when a route's workers stopped for good, as when the instance id has another holder. */
  public void setStopListener(StopListener stopListener) {
    this.stopListener = stopListener;
  }

  /** How long a worker has served before a newcomer with its instance id has to go, not it. */
  public void setSettle(Duration settle) {
    this.settle = settle;
  }

  String bootstrapServers() {
    if (bootstrapServers == null || bootstrapServers.isBlank()) {
      throw new IllegalArgumentException("kafkatx: bootstrapServers is required");
    }
    return bootstrapServers;
  }

  Map<String, String> clientProperties() {
    return clientProperties;
  }

  MeterRegistry meterRegistry() {
    return meterRegistry;
  }

  StopListener stopListener() {
    return stopListener;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    List<String> topics =
        Arrays.stream(remaining.split(",")).map(String::trim).filter(t -> !t.isEmpty()).toList();
    String groupId = getAndRemoveParameter(parameters, "groupId", String.class);
    Membership membership = new Membership(topics, groupId, instanceId, settle);
    Quarantine quarantine =
        resolveAndRemoveReferenceParameter(parameters, "quarantine", Quarantine.class);
    PartitionStates states =
        resolveAndRemoveReferenceParameter(
            parameters, "partitionStates", PartitionStates.class, () -> PartitionState.NONE);
    if (quarantine == null) {
      throw new IllegalArgumentException("kafkatx: quarantine is required");
    }
    return new KafkaTxEndpoint(uri, this, membership, bounds(parameters), quarantine, states);
  }

  private Bounds bounds(Map<String, Object> parameters) {
    Bounds usual = Bounds.DEFAULT;
    return new Bounds(
        getAndRemoveParameter(parameters, "workers", Integer.class, usual.workers()),
        getAndRemoveParameter(parameters, "maxPollRecords", Integer.class, usual.maxPollRecords()),
        duration(parameters, "slice", usual.slice()),
        duration(parameters, "batchTime", usual.batchTime()),
        getAndRemoveParameter(parameters, "outboxBytes", Long.class, usual.outboxBytes()));
  }

  private Duration duration(Map<String, Object> parameters, String name, Duration usual) {
    String text = getAndRemoveParameter(parameters, name, String.class);
    return text == null ? usual : Duration.ofMillis(TimeUtils.toMilliSeconds(text));
  }
}
