/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;

/** A process of the spine, in this JVM: answers each record by an echo and an audit record. */
final class EchoRoute implements AutoCloseable {

  private static final String ID = "echo";

  final String in;
  final String out;
  final String audit;
  final String dead;
  final String group;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Queue<RecordingState> states = new ConcurrentLinkedQueue<>();
  final AtomicReference<String> stopped = new AtomicReference<>();

  private final CamelContext camel = new DefaultCamelContext();
  private final KafkaTxComponent component = new KafkaTxComponent();
  private Function<Inbound, Answer> answering = this::echo;
  private Consumer<Batch> afterwards = batch -> {};
  private Quarantine quarantine = this::deadLetter;
  private PartitionStates memory = this::recording;
  private String options = "";

  EchoRoute(String bootstrap, String prefix) {
    in = prefix + ".in";
    out = prefix + ".out";
    audit = prefix + ".audit";
    dead = prefix + ".dead";
    group = prefix + ".group";
    component.setBootstrapServers(bootstrap);
    component.setInstanceId("one");
    component.setMeterRegistry(meters);
    component.setStopListener((groupId, reason) -> stopped.set(reason));
  }

  EchoRoute instance(String id, Duration settle) {
    component.setInstanceId(id);
    component.setSettle(settle);
    return this;
  }

  EchoRoute clientProperties(Map<String, String> properties) {
    component.setClientProperties(properties);
    return this;
  }

  EchoRoute options(String more) {
    options = "&" + more;
    return this;
  }

  EchoRoute answering(Function<Inbound, Answer> function) {
    answering = function;
    return this;
  }

  EchoRoute afterwards(Consumer<Batch> step) {
    afterwards = step;
    return this;
  }

  EchoRoute quarantine(Quarantine own) {
    quarantine = own;
    return this;
  }

  EchoRoute memory(PartitionStates own) {
    memory = own;
    return this;
  }

  EchoRoute start() {
    Registry registry = camel.getRegistry();
    registry.bind("quarantine", quarantine);
    registry.bind("memory", memory);
    camel.addComponent("kafkatx", component);
    String uri =
        "kafkatx:%s?groupId=%s&quarantine=#quarantine&partitionStates=#memory%s"
            .formatted(in, group, options);
    try {
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              errorHandler(noErrorHandler());
              from(uri).routeId(ID).process(e -> batch(e.getIn().getBody(Batch.class)));
            }
          });
      camel.start();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
    return this;
  }

  void suspend() throws Exception {
    camel.getRouteController().suspendRoute(ID);
  }

  void resume() throws Exception {
    camel.getRouteController().resumeRoute(ID);
  }

  HealthCheck.Result health() {
    return HealthCheckHelper.invokeReadiness(camel).stream()
        .filter(result -> result.getCheck().getId().equals("kafkatx-" + ID))
        .findFirst()
        .orElseThrow();
  }

  /** Whether the route's state could make somebody restart the process. */
  boolean restartable() {
    return !HealthCheckHelper.invokeLiveness(camel).isEmpty();
  }

  double meter(String name) {
    return meters.get(name).counter().count();
  }

  Answer echo(Inbound record) {
    return Answer.of(to(out, record, record.value()), to(audit, record, new byte[] {1}));
  }

  Answer deadLetter(Inbound record, Throwable failure) {
    byte[] cause = failure.getClass().getSimpleName().getBytes();
    return Answer.of(to(dead, record, cause), to(audit, record, new byte[] {0}));
  }

  static Outbound to(String topic, Inbound record, byte[] value) {
    return Outbound.of(topic, record.partition(), record.key(), value, Map.of());
  }

  @Override
  public void close() {
    camel.stop();
  }

  private PartitionState recording() {
    RecordingState state = new RecordingState();
    states.add(state);
    return state;
  }

  private void batch(Batch batch) {
    batch.answerEach(answering);
    afterwards.accept(batch);
  }
}
