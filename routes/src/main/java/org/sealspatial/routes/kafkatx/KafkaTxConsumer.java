/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.DefaultConsumer;

/**
 * The workers of one route. Suspended, they keep their partitions but fetch nothing; stopped, they
 * finish the batch in hand.
 */
final class KafkaTxConsumer extends DefaultConsumer implements Suspendable {

  private static final long STOPPING = TimeUnit.SECONDS.toMillis(15);

  private final KafkaTxEndpoint endpoint;
  private ExecutorService threads;
  private Crew crew;
  private KafkaTxHealthCheck healthCheck;

  KafkaTxConsumer(KafkaTxEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    int workers = endpoint.bounds().workers();
    Station station = endpoint.station(this::route);
    Crew started = new Crew(endpoint.membership().groupId(), endpoint.stopListener());
    List<Worker> seats =
        IntStream.range(0, workers).mapToObj(n -> new Worker(n, station, started)).toList();
    crew = started;
    watch(
        new KafkaTxHealthCheck(getRouteId(), started, seats.stream().map(Worker::pulse).toList()));
    threads =
        endpoint
            .getCamelContext()
            .getExecutorServiceManager()
            .newFixedThreadPool(this, "kafkatx-" + endpoint.membership().groupId(), workers);
    seats.forEach(threads::execute);
  }

  @Override
  protected void doSuspend() throws Exception {
    crew.suspend(true);
    super.doSuspend();
  }

  @Override
  protected void doResume() throws Exception {
    super.doResume();
    crew.suspend(false);
  }

  @Override
  protected void doStop() throws Exception {
    if (crew != null) {
      crew.stop();
      endpoint.getCamelContext().getExecutorServiceManager().shutdownGraceful(threads, STOPPING);
      watch(null);
    }
    super.doStop();
  }

  private Throwable route(Batch batch) {
    Exchange exchange = createExchange(false);
    try {
      exchange.getIn().setBody(batch);
      getProcessor().process(exchange);
      return exchange.getException();
    } catch (Exception failure) {
      return failure;
    } catch (Error dying) {
      // Camel lets these through with the exchange still in flight, and would wait for it at the
      // end.
      doneUoW(exchange);
      exchange.getContext().getInflightRepository().remove(exchange, getRouteId());
      throw dying;
    } finally {
      releaseExchange(exchange, false);
    }
  }

  private void watch(KafkaTxHealthCheck check) {
    HealthCheckRegistry registry =
        HealthCheckHelper.getHealthCheckRegistry(endpoint.getCamelContext());
    // The registry itself: its repository of consumers is there only in a context of camel-main.
    if (registry != null && healthCheck != null) {
      registry.unregister(healthCheck);
    }
    if (registry != null && check != null) {
      registry.register(check);
    }
    healthCheck = check;
    setHealthCheck(check);
  }
}
