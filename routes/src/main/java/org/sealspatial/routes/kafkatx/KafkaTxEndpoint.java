/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** A group's membership in topics; only to consume from. */
final class KafkaTxEndpoint extends DefaultEndpoint {

  private final KafkaTxComponent component;
  private final Membership membership;
  private final Bounds bounds;
  private final Quarantine quarantine;
  private final PartitionStates states;

  KafkaTxEndpoint(
      String uri,
      KafkaTxComponent component,
      Membership membership,
      Bounds bounds,
      Quarantine quarantine,
      PartitionStates states) {
    super(uri, component);
    this.component = component;
    this.membership = membership;
    this.bounds = bounds;
    this.quarantine = quarantine;
    this.states = states;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(
        "kafkatx: only consumes; what is written is an Answer of the batch");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    KafkaTxConsumer consumer = new KafkaTxConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  Membership membership() {
    return membership;
  }

  Bounds bounds() {
    return bounds;
  }

  StopListener stopListener() {
    return component.stopListener();
  }

  Station station(Handling.BatchRoute route) {
    return new Station(
        membership,
        bounds,
        new Clients(component.bootstrapServers(), component.clientProperties(), membership, bounds),
        new Handling(route, quarantine, states),
        new SpineMeters(component.meterRegistry(), membership.groupId()));
  }
}
