/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/**
 * A question that is put to the brokers again and again, by one thread that does not wait for the
 * answer.
 *
 * @param <T> the answer
 */
final class Recurring<T> {
  private final long pauseNanos;
  private final LongFunction<CompletionStage<T>> question;
  private Future<T> asked;
  private long askedAt;

  /**
   * Not asked yet.
   *
   * @param pause at least so long from one question to the next
   * @param question puts it; is told the time, as of {@link System#nanoTime}
   */
  Recurring(Duration pause, LongFunction<CompletionStage<T>> question) {
    this.pauseNanos = pause.toNanos();
    this.question = question;
  }

  /** The answer to the last question, once; then it asks again. Never waits. */
  Optional<T> poll() throws ExecutionException, InterruptedException {
    if (asked == null && System.nanoTime() - askedAt >= pauseNanos) {
      ask();
    }
    return asked != null && asked.isDone() ? Optional.of(answer()) : Optional.empty();
  }

  /** Asks and waits: for the start, before anything is read. */
  T await() throws ExecutionException, InterruptedException {
    ask();
    return answer();
  }

  /** What was asked before may be out of date: no answer to it is given. */
  void forget() {
    asked = null;
  }

  private void ask() {
    askedAt = System.nanoTime();
    asked = question.apply(askedAt).toCompletableFuture();
  }

  private T answer() throws ExecutionException, InterruptedException {
    Future<T> now = asked;
    asked = null;
    return now.get();
  }
}
