/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import org.sealspatial.schemas.FailureCause;

/**
 * The calls that wait. Removal from the map decides the one winner among answer, timeout and
 * failure; the winner gives the permit back.
 */
final class PendingCalls {
  private static final int REMEMBERED_TIMEOUTS = 10_000;

  private record Pending(Expected expected, CompletableFuture<Reply> future, long since) {}

  private final ConcurrentMap<String, Pending> waiting = new ConcurrentHashMap<>();
  private final Timeouts timeouts = new Timeouts();
  private final Set<String> timedOut = Collections.synchronizedSet(newBoundedSet());
  private final Permits permits;
  private final RpcMeters meters;

  PendingCalls(int maxInFlight, RpcMeters meters) {
    this.permits = new Permits(maxInFlight);
    this.meters = meters;
    meters.inFlight(waiting::size);
  }

  /** Fewer than wait now is fine: then none begins until enough have ended. */
  private static final class Permits extends Semaphore {
    private static final long serialVersionUID = 1L;
    private int limit;

    Permits(int limit) {
      super(limit);
      this.limit = limit;
    }

    synchronized void limit(int next) {
      if (next > limit) {
        release(next - limit);
      } else {
        reducePermits(limit - next);
      }
      limit = next;
    }
  }

  void limit(int maxInFlight) {
    permits.limit(maxInFlight);
  }

  /** A future for the call's answer, or empty where too many wait already. */
  Optional<CompletableFuture<Reply>> begin(Call call) {
    if (!permits.tryAcquire()) {
      return Optional.empty();
    }
    var future = new CompletableFuture<Reply>();
    String id = call.expected().correlationId();
    long now = System.nanoTime();
    if (waiting.putIfAbsent(id, new Pending(call.expected(), future, now)) != null) {
      permits.release();
      throw new IllegalArgumentException("correlation id used twice");
    }
    timeouts.add(id, call.patience(), now);
    return Optional.of(future);
  }

  /** Delivers an answer to the call it belongs to, or drops it. */
  void answer(Reply reply) {
    String id = reply.correlationId();
    Pending pending = id == null ? null : waiting.get(id);
    if (pending == null) {
      dropped(id);
    } else if (!pending.expected().matches(reply)) {
      meters.mismatched();
    } else if (waiting.remove(id, pending)) {
      permits.release();
      meters.answered(System.nanoTime() - pending.since());
      pending.future().complete(reply);
    }
  }

  private void dropped(String id) {
    if (id != null && timedOut.remove(id)) {
      meters.late();
    } else {
      meters.unmatched();
    }
  }

  /** Ends a call without an answer, if it has not ended already. */
  void fail(String correlationId, FailureCause cause) {
    take(correlationId).ifPresent(call -> call.future().completeExceptionally(refused(cause)));
  }

  void sweep() {
    timeouts.sweep(System.nanoTime(), this::timeOut);
  }

  private void timeOut(String correlationId) {
    take(correlationId)
        .ifPresent(
            call -> {
              timedOut.add(correlationId);
              meters.timeout();
              call.future().completeExceptionally(refused(FailureCause.OUTCOME_UNKNOWN));
            });
  }

  private Optional<Pending> take(String correlationId) {
    Pending taken = waiting.remove(correlationId);
    if (taken != null) {
      permits.release();
    }
    return Optional.ofNullable(taken);
  }

  private static CallRefused refused(FailureCause cause) {
    return new CallRefused(cause);
  }

  void failAll(FailureCause cause) {
    waiting.keySet().forEach(id -> fail(id, cause));
  }

  int size() {
    return waiting.size();
  }

  private static Set<String> newBoundedSet() {
    return Collections.newSetFromMap(
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED_TIMEOUTS;
          }
        });
  }
}
