/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.sealspatial.bench.load.Feeder;
import org.sealspatial.bench.load.Letter;
import org.sealspatial.bench.load.Letters;
import org.sealspatial.bench.load.World;
import org.sealspatial.bench.process.ChildProcess;

/** One of two that are compared: the processes that answer, their topics and their load. */
public final class Side implements AutoCloseable {
  private final String name;
  private List<ChildProcess> processes;
  private final ChildProcess broker;
  private final Letters letters;
  private final Feeder feeder;
  private final Progress progress;
  private final Answers answers;
  private final boolean audited;
  private final String bootstrap;
  private final String repliesTopic;
  private Duration cpuWhenUp;

  /**
   * Who answers.
   *
   * @param topic of the requests
   * @param audited whether each request ends in an audit record
   */
  public record Service(
      World world, String group, String topic, List<ChildProcess> processes, boolean audited) {}

  /** This service under this load. */
  public Side(String name, Service service, ChildProcess broker, Letters letters) {
    this.name = name;
    this.processes = service.processes();
    this.broker = broker;
    this.letters = letters;
    this.audited = service.audited();
    this.bootstrap = service.world().bootstrap();
    this.repliesTopic = service.world().replies();
    this.feeder = new Feeder(bootstrap, service.topic());
    this.progress = new Progress(bootstrap, service.group(), service.topic());
    this.answers = new Answers(service.world());
    this.cpuWhenUp = cpu();
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** What came out of it. */
  public Answers answers() {
    return answers;
  }

  /** The processes that answer. */
  public List<ChildProcess> processes() {
    return processes;
  }

  /** Ends the processes; the topics and what was answered stay. */
  public void stop() {
    processes.forEach(ChildProcess::close);
  }

  /** Goes on with one that has taken their place. */
  public void goOn(ChildProcess process) {
    processes = List.of(process);
    cpuWhenUp = cpu();
  }

  /**
   * As fast as it can: so many new requests are written and signed, then published, and what was
   * not yet committed when the last was on the topic is measured until all is committed.
   */
  public Cost saturated(int count) throws InterruptedException {
    List<Letter> written = letters.write(count);
    feeder.publish(written);
    Mark from = mark();
    progress.await(feeder.sent(), () -> processes.forEach(ChildProcess::check));
    Cost cost = from.until(mark());
    answers.await(feeder.sent(), audited);
    return cost;
  }

  /**
   * At this rate, however long the answers take: the times when requests are due are fixed before.
   */
  public Steady steady(double perSecond, double seconds) throws InterruptedException {
    List<Letter> written = letters.write((int) Math.ceil(perSecond * seconds));
    long apart = (long) (1e9 / perSecond);
    return timed(written, replies -> openLoop(written, replies, apart));
  }

  private void openLoop(List<Letter> written, Replies replies, long apart)
      throws InterruptedException {
    long due = System.nanoTime();
    for (Letter letter : written) {
      due += apart;
      LockSupport.parkNanos(due - System.nanoTime());
      while (System.nanoTime() < due) {
        Thread.onSpinWait();
      }
      replies.expect(letter.requestId(), due);
      feeder.send(letter);
    }
    replies.await(written.size());
  }

  /** One after the other: each when the one before was answered. */
  public Steady oneByOne(int count) throws InterruptedException {
    List<Letter> written = letters.write(count);
    return timed(
        written,
        replies -> {
          for (Letter letter : written) {
            replies.expect(letter.requestId(), System.nanoTime());
            feeder.send(letter);
            replies.await(1);
          }
        });
  }

  @FunctionalInterface
  private interface Sending {
    void send(Replies replies) throws InterruptedException;
  }

  private Steady timed(List<Letter> written, Sending sending) throws InterruptedException {
    try (var replies = new Replies(bootstrap, repliesTopic)) {
      Mark from = mark();
      sending.send(replies);
      progress.await(feeder.sent(), () -> processes.forEach(ChildProcess::check));
      Cost cost = from.until(mark());
      answers.await(feeder.sent(), audited);
      return new Steady(cost, replies.latency());
    }
  }

  /** CPU time its processes have used since they started. */
  public Duration cpu() {
    return processes.stream().map(ChildProcess::cpu).reduce(Duration.ZERO, Duration::plus);
  }

  /** The same since they were up. */
  Duration cpuSinceUp() {
    return cpu().minus(cpuWhenUp);
  }

  private record Mark(long committed, Duration processes, Duration broker, long nanos) {
    Cost until(Mark end) {
      return new Cost(
          end.committed - committed,
          end.processes.minus(processes),
          end.broker.minus(broker),
          Duration.ofNanos(end.nanos - nanos));
    }
  }

  private Mark mark() throws InterruptedException {
    return new Mark(progress.committed(), cpu(), broker.cpu(), System.nanoTime());
  }

  @Override
  public void close() {
    answers.close();
    progress.close();
    feeder.close();
    stop();
  }
}
