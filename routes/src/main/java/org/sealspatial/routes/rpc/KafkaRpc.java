/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.Wire;

/**
 * Asks over Kafka and waits for the answer without holding a thread.
 *
 * <p>A call ends in exactly one of: its answer; {@link CallRefused} with BACKPRESSURE (too many
 * wait), AUDIT_UNAVAILABLE (Kafka does not take records now, or the way back is not open yet),
 * RECORD_TOO_LARGE, or OUTCOME_UNKNOWN (no answer within the wait). A late answer is counted and
 * dropped. It recovers by itself when Kafka comes back.
 */
public final class KafkaRpc implements AutoCloseable {
  private static final Duration SWEEP = Duration.ofMillis(25);
  private static final Duration LEDGER = Duration.ofSeconds(1);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final PendingCalls pending;
  private final RequestSender sender;
  private final ReplyReader reader;
  private final RefusalLedger ledger;
  private final Thread readerThread;
  private final ScheduledThreadPoolExecutor timer;

  /** A gateway's calls; {@link #start()} opens them. */
  public KafkaRpc(RpcSettings settings, MeterRegistry registry) {
    var meters = new RpcMeters(registry);
    pending = new PendingCalls(settings.maxInFlight(), meters);
    sender = new RequestSender(settings);
    reader = new ReplyReader(settings, sender, pending, new ReplyCodec(new Wire()), meters);
    ledger = new RefusalLedger(sender, settings, meters, Clock.systemUTC());
    readerThread = daemon(reader, "seal-gateway-replies");
    timer = new ScheduledThreadPoolExecutor(2, task -> daemon(task, "seal-gateway-timer"));
  }

  private static Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to read answers; {@link #ready()} tells when the first call may be made. */
  public void start() {
    readerThread.start();
    every(SWEEP, pending::sweep);
    every(LEDGER, ledger::publish);
  }

  private void every(Duration interval, Runnable task) {
    long millis = interval.toMillis();
    timer.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Whether the way back is open: the end of the reply partition is known. */
  public boolean ready() {
    return replyPartition().isPresent();
  }

  /** Whether Kafka took the last record that was sent. */
  public boolean available() {
    return sender.available();
  }

  /** The partition of the gateways' reply topic this gateway reads; empty until ready. */
  public OptionalInt replyPartition() {
    return reader.partition();
  }

  /** How many calls wait. */
  public int inFlight() {
    return pending.size();
  }

  /** From now on so many calls may wait at once; those that wait already are left alone. */
  public void limit(int maxInFlight) {
    pending.limit(maxInFlight);
  }

  /** Where to count what never became a call. */
  public RefusalLedger refusals() {
    return ledger;
  }

  /** A fresh correlation id: 128 random bits, base64url. */
  public static String newCorrelationId() {
    byte[] bits = new byte[16];
    RANDOM.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }

  /** Asks. The future completes on a thread of this class: do not block in it. */
  public CompletableFuture<Reply> call(Call call) {
    if (!ready()) {
      return CompletableFuture.failedFuture(new CallRefused(FailureCause.AUDIT_UNAVAILABLE));
    }
    Optional<CompletableFuture<Reply>> answer = pending.begin(call);
    if (answer.isEmpty()) {
      return CompletableFuture.failedFuture(new CallRefused(FailureCause.BACKPRESSURE));
    }
    sender.send(
        RequestSender.message(call.topic(), call.key(), call.value(), call.headers()),
        cause -> pending.fail(call.expected().correlationId(), cause));
    return answer.get();
  }

  /** Ends the calls that still wait and writes the last refusals. */
  @Override
  public void close() {
    timer.shutdownNow();
    pending.failAll(FailureCause.OUTCOME_UNKNOWN);
    ledger.publish();
    sender.close();
    reader.close();
    try {
      readerThread.join(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
