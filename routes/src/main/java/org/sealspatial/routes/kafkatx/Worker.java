/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One seat of the group and the loop that serves it.
 *
 * <pre>
 *   open ──▶ gather ──▶ handle ──▶ commit ──▶ gather …
 *     ▲         ▲          │          │
 *     │         └─ abort ◀─┴──────────┤   the same records again, after a back-off
 *     └──────── reopen ◀──────────────┘   fenced, or the end of the transaction is unknown
 * </pre>
 */
final class Worker implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final Duration DISPLACED = Duration.ofSeconds(1);
  private static final long BEAT = TimeUnit.SECONDS.toNanos(1);

  private final int number;
  private final Station station;
  private final Crew crew;
  private final PartitionState state;
  private final Attempts attempts;
  private final Holder holder;
  private final Pulse pulse = new Pulse();
  private final BackOff backOff = new BackOff();
  private long beaten;

  Worker(int number, Station station, Crew crew) {
    this.number = number;
    this.station = station;
    this.crew = crew;
    this.state = station.handling().states().get();
    this.attempts = new Attempts(station, state);
    this.holder = new Holder(station.membership().settle());
    station.meters().lag(number, pulse);
  }

  Pulse pulse() {
    return pulse;
  }

  @Override
  public void run() {
    try {
      while (!crew.stopping()) {
        Seat seat = open();
        if (seat != null) {
          occupy(seat);
        }
      }
    } catch (Throwable dying) {
      // Out of memory or worse: no clean end can be promised, so none is pretended.
      crew.stopFor(seatName() + " died of " + Trouble.place(dying));
    } finally {
      pulse.beat(0, 0);
    }
  }

  private Seat open() {
    try {
      if (!crew.verified()) {
        Features.require(station.clients());
        crew.verify();
      }
      return Seat.take(station, number, state);
    } catch (RuntimeException failure) {
      failed("can't be opened", failure);
      crew.pause(backOff.left());
      return null;
    }
  }

  private void occupy(Seat seat) {
    try {
      serve(seat);
      seat.close();
    } catch (RuntimeException failure) {
      seat.giveUp();
      lost(failure);
    } catch (Error dying) {
      seat.giveUp();
      throw dying;
    } finally {
      attempts.forget();
    }
  }

  private void serve(Seat seat) {
    while (!crew.stopping()) {
      try {
        step(seat);
        report(seat.assignment().unready());
        beat(seat);
      } catch (RuntimeException failure) {
        if (Trouble.of(failure) != Trouble.ABORT) {
          throw failure;
        }
        failed("does it again", failure);
      }
    }
  }

  private void step(Seat seat) {
    Duration wait = backOff.left();
    if (crew.suspended() || !wait.isZero()) {
      seat.idle(wait.isZero() || wait.compareTo(IDLE) > 0 ? IDLE : wait);
      return;
    }
    seat.gather();
    if (seat.assignment().waiting() > 0) {
      if (crew.suspended() || crew.stopping()) {
        return; // What came in meanwhile waits, or comes again to the next holder of the seat.
      }
      if (attempts.next(seat)) {
        backOff.succeeded();
        pulse.committed(Instant.now());
        recovered(seat);
      }
    } else if (seat.inTouch()) {
      recovered(seat);
    } else {
      pulse.failed("the group's broker is out of touch", Instant.now());
    }
  }

  // A partition without its memory is a failure that lasts, however well the others go.
  private void recovered(Seat seat) {
    if (seat.assignment().settled()) {
      pulse.recovered();
    }
  }

  private void beat(Seat seat) {
    int partitions = seat.assignment().size();
    if (partitions != pulse.assigned() || System.nanoTime() - beaten >= BEAT) {
      beaten = System.nanoTime();
      pulse.beat(partitions, seat.lag());
      if (partitions > 0) {
        holder.serving();
      }
    }
  }

  private void lost(RuntimeException failure) {
    pulse.beat(0, 0);
    if (Trouble.of(failure) == Trouble.SECOND_HOLDER && !crew.stopping()) {
      displaced(failure);
      return;
    }
    failed("is opened anew", failure);
    crew.pause(backOff.left());
  }

  private void displaced(RuntimeException failure) {
    if (holder.displaced()) {
      pulse.failed(failure.getClass().getName(), Instant.now());
      crew.stopFor(
          "another process is running with instance id "
              + station.membership().instanceId()
              + "; give each process its own");
      return;
    }
    failed("was displaced by another process with the same instance id", failure);
    crew.pause(DISPLACED);
  }

  // No back-off: the partitions that have their memory go on.
  private void report(RuntimeException unready) {
    if (unready != null) {
      told("waits for the memory of a partition", unready);
    }
  }

  private void failed(String consequence, RuntimeException failure) {
    backOff.failed();
    told(consequence, failure);
  }

  private void told(String consequence, RuntimeException failure) {
    pulse.failed(failure.getClass().getName(), Instant.now());
    LOG.warn("{} {}: {}", seatName(), consequence, Trouble.told(failure));
  }

  private String seatName() {
    return station.membership().seat(number);
  }
}
