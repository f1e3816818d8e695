/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sealspatial.routes.testing.ExactlyOnceCheck;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.TestTopics;
import org.sealspatial.routes.testing.WithKafka;

/** The promises of the spine, each against a real broker. */
@WithKafka
@Tag("concurrent")
class SpineIT {

  private static final int ROUNDS = Integer.getInteger("it.poison.rounds", 20);
  private static final Duration SOON = Duration.ofSeconds(60);

  private KafkaUnderTest kafka;
  private TestTopics topics;
  private ExactlyOnceCheck check;
  private String in;

  @BeforeEach
  void topics(KafkaUnderTest shared, TestTopics own) {
    kafka = shared;
    topics = own;
    check = ExactlyOnceCheck.byKey(kafka.bootstrap());
    in = topics.create("in", 4);
    topics.create("out", 4);
    topics.create("audit", 4);
    topics.create("dead", 4);
  }

  @Test
  void answers_and_offsets_commit_together() {
    // given
    List<String> ids = ids("a", 2000);
    topics.produce(in, ids);

    // when
    try (EchoRoute echo = route().options("workers=2").start()) {
      awaitCommitted(echo, ids.size());

      // then
      check.assertExactlyOnce(echo.out, ids);
      check.assertExactlyOnce(echo.audit, ids);
      assertEquals(ids.size(), echo.meter("seal.records"));
      assertTrue(echo.meter("seal.batches") < ids.size() / 4.0, "batches, not single records");
      assertEquals(HealthCheck.State.UP, echo.health().getState());
      assertTrue(echo.health().getDetails().containsKey("lastCommit"));
      assertFalse(echo.restartable(), "a broker that is away is no reason for a restart");
    }
  }

  @Test
  void a_restarted_process_goes_on_where_the_last_commit_was() {
    // given
    List<String> first = ids("a", 300);
    topics.produce(in, first);
    try (EchoRoute echo = route().start()) {
      awaitCommitted(echo, first.size());
    }
    List<String> second = ids("b", 300);
    topics.produce(in, second);

    // when
    try (EchoRoute echo = route().start()) {
      awaitCommitted(echo, first.size() + second.size());

      // then
      check.assertExactlyOnce(echo.out, both(first, second));
      assertEquals(second.size(), echo.meter("seal.records"));
    }
  }

  @Test
  void one_poisoned_record_among_500_is_the_only_one_quarantined() {
    for (int round = 0; round < ROUNDS; round++) {
      topics.produce(in, ids("r" + round + "-", 500));
    }
    List<String> all =
        IntStream.range(0, ROUNDS)
            .mapToObj(r -> ids("r" + r + "-", 500))
            .flatMap(List::stream)
            .toList();
    List<String> poison = all.stream().filter(id -> id.endsWith("-250")).toList();
    List<String> good = all.stream().filter(id -> !id.endsWith("-250")).toList();
    EchoRoute route = route();
    route.answering(
        record -> {
          if (record.key().endsWith("-250")) {
            throw new IllegalArgumentException("poison");
          }
          return route.echo(record);
        });

    try (EchoRoute echo = route.start()) {
      awaitCommitted(echo, all.size());

      check.assertExactlyOnce(echo.out, good);
      check.assertExactlyOnce(echo.dead, poison);
      check.assertExactlyOnce(echo.audit, all);
      assertEquals(ROUNDS, echo.meter("seal.quarantined"));
      assertEquals(0, echo.meter("seal.transaction.aborts"), "isolated without an abort");
    }
  }

  @Test
  void an_exhausted_stack_is_the_records_fault_alone() {
    List<String> ids = ids("s", 50);
    topics.produce(in, ids);
    EchoRoute route = route();
    route.answering(record -> record.key().equals("s7") ? endless(record) : route.echo(record));

    try (EchoRoute echo = route.start()) {
      awaitCommitted(echo, ids.size());

      check.assertExactlyOnce(echo.dead, List.of("s7"));
      check.assertExactlyOnce(echo.audit, ids);
    }
  }

  @Test
  void exhausted_memory_stops_the_process_and_commits_nothing() {
    topics.produce(in, ids("m", 10));
    EchoRoute route =
        route()
            .answering(
                record -> {
                  throw new OutOfMemoryError("simulated");
                });

    try (EchoRoute echo = route.start()) {
      await().atMost(SOON).until(() -> echo.stopped.get() != null);

      assertTrue(echo.stopped.get().contains("OutOfMemoryError"), echo.stopped.get());
      assertEquals(HealthCheck.State.DOWN, echo.health().getState());
      assertEquals(0, topics.committed(echo.group, in));
      assertEquals(0, check.uncommitted(echo.audit).records());
    }
  }

  @Test
  void an_answer_too_large_for_the_producer_is_isolated() {
    List<String> ids = ids("x", 200);
    topics.produce(in, ids);
    EchoRoute route = route();
    Set<String> large = Set.of("x20", "x21", "x150");
    route.answering(
        record ->
            large.contains(record.key())
                ? Answer.of(EchoRoute.to(route.out, record, new byte[2 << 20]))
                : route.echo(record));

    try (EchoRoute echo = route.start()) {
      awaitCommitted(echo, ids.size());

      check.assertExactlyOnce(echo.dead, large);
      check.assertExactlyOnce(echo.audit, ids);
      check.assertExactlyOnce(echo.out, without(ids, large));
    }
  }

  @Test
  void an_answer_too_large_for_the_broker_aborts_and_is_isolated_without_a_visible_trace() {
    // given: a topic that takes less than the producer does, so only the broker can refuse
    String small = topics.create("small", 4, Map.of("max.message.bytes", "20000"));
    List<String> ids = ids("y", 200);
    topics.produce(in, ids);
    EchoRoute route = route();
    route.answering(
        record ->
            record.key().equals("y100")
                ? Answer.of(
                    EchoRoute.to(route.out, record, new byte[1]),
                    EchoRoute.to(small, record, noise(60_000)))
                : remembered(route, record));

    try (EchoRoute echo = route.start()) {
      awaitCommitted(echo, ids.size());

      // then
      check.assertExactlyOnce(echo.dead, List.of("y100"));
      check.assertExactlyOnce(echo.out, without(ids, Set.of("y100")));
      check.assertExactlyOnce(echo.audit, ids);
      assertTrue(
          check.uncommitted(echo.out).records() > check.committed(echo.out).records(),
          "the first attempt was written and aborted");
      RecordingState state = echo.states.element();
      assertTrue(state.events.contains("aborted"));
      assertEquals(new TreeSet<>(without(ids, Set.of("y100"))), new TreeSet<>(state.remembered));
    }
  }

  @Test
  void what_had_not_been_sent_when_the_broker_refused_an_answer_is_not_to_blame() {
    // given: more than fits in one request to the broker, each answer of another size
    String small = topics.create("small", 4, Map.of("max.message.bytes", "100000"));
    List<String> ids = ids("n", 400);
    topics.produce(in, ids);
    EchoRoute route = route();
    Set<String> large = Set.of("n3", "n200", "n201", "n399");
    route.answering(
        record ->
            Answer.of(
                EchoRoute.to(route.out, record, noise(1)),
                EchoRoute.to(
                    small,
                    record,
                    noise(large.contains(record.key()) ? 150_000 + 90 * offset(record) : 9_000))));

    try (EchoRoute echo = route.start()) {
      awaitCommitted(echo, ids.size());

      // then
      check.assertExactlyOnce(echo.dead, large);
      check.assertExactlyOnce(echo.out, without(ids, large));
    }
  }

  @Test
  void a_missing_reply_topic_harms_only_the_record_that_wants_it() {
    List<String> ids = ids("n", 100);
    topics.produce(in, ids);
    EchoRoute route = route();
    Set<String> lost = Set.of("n3", "n4");
    route.answering(
        record ->
            lost.contains(record.key())
                ? Answer.of(EchoRoute.to(topics.name("nowhere"), record, new byte[1]))
                : route.echo(record));

    try (EchoRoute echo = route.start()) {
      awaitCommitted(echo, ids.size());

      check.assertExactlyOnce(echo.dead, lost);
      check.assertExactlyOnce(echo.audit, ids);
    }
  }

  @Test
  void a_partition_that_does_not_exist_harms_only_the_record_that_wants_it() {
    List<String> ids = ids("p", 100);
    topics.produce(in, ids);
    EchoRoute route = route();
    route.answering(
        record ->
            record.key().equals("p9")
                ? Answer.of(Outbound.of(route.out, 99, "p9", new byte[1], Map.of()))
                : route.echo(record));

    try (EchoRoute echo = route.start()) {
      awaitCommitted(echo, ids.size());

      check.assertExactlyOnce(echo.dead, List.of("p9"));
      check.assertExactlyOnce(echo.audit, ids);
    }
  }

  @Test
  void a_full_outbox_commits_exactly_what_is_answered_and_the_rest_comes_first() {
    // given: 100 answers of 10,000 bytes, an outbox of 100,000
    List<String> ids = ids("o", 100);
    topics.produce(in, ids);
    EchoRoute route = route().options("outboxBytes=100000");
    Set<Integer> sizes = java.util.concurrent.ConcurrentHashMap.newKeySet();
    route.answering(
        record ->
            Answer.of(
                EchoRoute.to(route.out, record, noise(10_000)),
                EchoRoute.to(route.audit, record, new byte[1])));
    route.afterwards(batch -> sizes.add(batch.answers().size()));

    try (EchoRoute echo = route.start()) {
      awaitCommitted(echo, ids.size());

      check.assertExactlyOnce(echo.out, ids);
      check.assertExactlyOnce(echo.audit, ids);
      assertTrue(sizes.stream().allMatch(size -> size <= 10), sizes::toString);
      assertTrue(echo.meter("seal.batches") >= 10);
    }
  }

  @Test
  void a_batch_that_takes_too_long_commits_what_is_answered() {
    List<String> ids = ids("t", 20);
    topics.produce(in, ids);
    EchoRoute route = route().options("batchTime=50ms");
    route.answering(record -> slowly(route, record));

    try (EchoRoute echo = route.start()) {
      awaitCommitted(echo, ids.size());

      check.assertExactlyOnce(echo.audit, ids);
      assertTrue(echo.meter("seal.batches") > 2);
    }
  }

  @Test
  void a_failing_route_is_done_again_with_its_memory_rolled_back() {
    List<String> ids = ids("f", 300);
    topics.produce(in, ids);
    AtomicInteger failures = new AtomicInteger();
    EchoRoute route = route();
    route.answering(record -> remembered(route, record));
    route.afterwards(
        batch -> {
          if (failures.getAndIncrement() < 3) {
            throw new IllegalStateException("the machine has a bad day");
          }
        });

    try (EchoRoute echo = route.start()) {
      awaitCommitted(echo, ids.size());

      check.assertExactlyOnce(echo.out, ids);
      check.assertExactlyOnce(echo.audit, ids);
      assertEquals(0, check.committed(echo.dead).records());
      assertEquals(3, echo.meter("seal.transaction.aborts"));
    }
  }

  @Test
  void a_failing_quarantine_loses_nothing() {
    List<String> ids = ids("q", 20);
    topics.produce(in, ids);
    AtomicInteger failures = new AtomicInteger();
    EchoRoute route = route();
    route.answering(
        record -> {
          throw new IllegalArgumentException("poison");
        });
    route.quarantine(
        (record, failure) -> {
          if (failures.getAndIncrement() < 2) {
            throw new IllegalStateException("not now");
          }
          return route.deadLetter(record, failure);
        });

    try (EchoRoute echo = route.start()) {
      awaitCommitted(echo, ids.size());

      check.assertExactlyOnce(echo.dead, ids);
      check.assertExactlyOnce(echo.audit, ids);
    }
  }

  @Test
  void a_quarantine_too_large_to_write_holds_up_and_loses_nothing() {
    topics.produce(in, ids("z", 5));
    AtomicBoolean mended = new AtomicBoolean();
    EchoRoute route = route();
    route.answering(
        record -> {
          throw new IllegalArgumentException("poison");
        });
    route.quarantine(
        (record, failure) ->
            mended.get()
                ? route.deadLetter(record, failure)
                : Answer.of(EchoRoute.to(route.dead, record, new byte[2 << 20])));

    try (EchoRoute echo = route.start()) {
      await().atMost(SOON).until(() -> echo.meter("seal.transaction.aborts") > 3);
      assertEquals(0, topics.committed(echo.group, in));
      mended.set(true);
      awaitCommitted(echo, 5);

      check.assertExactlyOnce(echo.dead, ids("z", 5));
    }
  }

  @Test
  void a_memory_that_is_not_ready_keeps_its_partition_waiting() {
    List<String> ids = ids("w", 100);
    topics.produce(in, ids);
    AtomicInteger failures = new AtomicInteger();
    RecordingState state = new RecordingState();
    EchoRoute route = route().memory(() -> failingTwice(state, failures));
    route.answering(record -> staged(state, route, record));

    try (EchoRoute echo = route.start()) {
      awaitCommitted(echo, ids.size());

      check.assertExactlyOnce(echo.out, ids);
      assertEquals(new TreeSet<>(ids), new TreeSet<>(state.remembered));
    }
  }

  @Test
  void a_memory_that_stays_unready_is_told_while_the_other_partitions_go_on() {
    // given
    AtomicInteger attempts = new AtomicInteger();
    AtomicBoolean mended = new AtomicBoolean();
    RecordingState state = new RecordingState();
    EchoRoute route = route().memory(() -> unready(0, mended, state, attempts));
    topics.produce(in, ids("u", 100));
    long others = topics.end(in, 1) + topics.end(in, 2) + topics.end(in, 3);

    try (EchoRoute echo = route.start()) {
      awaitCommitted(echo, (int) others);

      // when
      await()
          .atMost(SOON)
          .pollDelay(Duration.ZERO)
          .until(
              () -> {
                topics.produce(in, ids("more" + System.nanoTime(), 4));
                return echo.health().getState() == HealthCheck.State.DOWN;
              });

      // then
      assertFalse(state.owned.contains(0));
      assertTrue(attempts.get() < 20, "tried " + attempts + " times in a few seconds");
      mended.set(true);
      long all = IntStream.range(0, 4).mapToLong(partition -> topics.end(in, partition)).sum();
      awaitCommitted(echo, (int) all);
      await().atMost(SOON).until(() -> echo.health().getState() == HealthCheck.State.UP);
    }
  }

  @Test
  void a_second_process_takes_over_partitions_whose_memory_is_told_first() {
    // given
    List<String> first = ids("a", 200);
    topics.produce(in, first);
    EchoRoute one = route().instance("one", Duration.ofSeconds(20));
    EchoRoute two = route().instance("two", Duration.ofSeconds(20));
    one.answering(record -> remembered(one, record));
    two.answering(record -> remembered(two, record));
    try (EchoRoute early = one.start()) {
      awaitCommitted(early, first.size());

      // when
      try (EchoRoute late = two.start()) {
        await()
            .atMost(SOON)
            .until(
                () ->
                    late.states.element().owned.size() == 2
                        && early.states.element().owned.size() == 2);
        List<String> second = ids("b", 200);
        topics.produce(in, second);
        awaitCommitted(early, first.size() + second.size());

        // then
        check.assertExactlyOnce(early.out, both(first, second));
        assertTrue(early.states.element().events.stream().anyMatch(e -> e.startsWith("revoked")));
        assertFalse(late.states.element().remembered.isEmpty());
        assertFalse(late.states.element().remembered.stream().anyMatch(id -> id.startsWith("a")));
      }
    }
  }

  @Test
  void a_newcomer_with_the_instance_id_of_a_running_process_has_to_go() {
    // given
    List<String> first = ids("a", 50);
    topics.produce(in, first);
    try (EchoRoute rightful = route().instance("same", Duration.ZERO).start()) {
      awaitCommitted(rightful, first.size());

      // when
      try (EchoRoute newcomer = route().instance("same", Duration.ofMinutes(5)).start()) {
        await().atMost(SOON).until(() -> newcomer.stopped.get() != null);

        // then
        assertEquals(
            "another process is running with instance id same; give each process its own",
            newcomer.stopped.get());
        assertEquals(HealthCheck.State.DOWN, newcomer.health().getState());
      }
      List<String> second = ids("b", 50);
      topics.produce(in, second);
      awaitCommitted(rightful, first.size() + second.size());
      check.assertExactlyOnce(rightful.out, both(first, second));
      assertNull(rightful.stopped.get());
    }
  }

  @Test
  void a_suspended_route_keeps_its_partitions_and_answers_nothing() throws Exception {
    // given
    List<String> first = ids("a", 50);
    topics.produce(in, first);
    try (EchoRoute echo = route().start()) {
      awaitCommitted(echo, first.size());

      // when: longer than a session, so a member that stopped polling or beating would be gone
      echo.suspend();
      List<String> second = ids("b", 50);
      topics.produce(in, second);
      await()
          .during(Duration.ofSeconds(8))
          .atMost(Duration.ofSeconds(20))
          .until(() -> topics.committed(echo.group, in) == first.size());
      assertEquals(4, echo.states.element().owned.size());
      echo.resume();

      // then
      awaitCommitted(echo, first.size() + second.size());
      check.assertExactlyOnce(echo.out, both(first, second));
      assertEquals(
          4, echo.states.element().events.stream().filter(e -> e.startsWith("assigned")).count());
    }
  }

  @Test
  void a_stop_finishes_the_batch_in_hand() throws Exception {
    List<String> ids = ids("g", 100);
    topics.produce(in, ids);
    CountDownLatch handling = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    EchoRoute route = route();
    route.answering(route::echo);
    route.afterwards(
        batch -> {
          handling.countDown();
          join(goOn);
        });
    EchoRoute echo = route.start();
    handling.await();

    Thread closing = new Thread(echo::close);
    closing.start();
    goOn.countDown();
    closing.join();

    long answered = topics.committed(echo.group, in);
    assertTrue(answered > 0);
    assertEquals(answered, check.committed(echo.out).records());
  }

  private EchoRoute route() {
    return new EchoRoute(kafka.bootstrap(), topics.prefix());
  }

  private void awaitCommitted(EchoRoute echo, long count) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> topics.committed(echo.group, echo.in) == count);
  }

  /** Fails the test's assertion on dead letters if a record is handled twice without a rollback. */
  private static Answer remembered(EchoRoute route, Inbound record) {
    RecordingState owner =
        route.states.stream()
            .filter(state -> state.owned.contains(record.partition()))
            .findFirst()
            .orElseThrow();
    return staged(owner, route, record);
  }

  private static Answer staged(RecordingState state, EchoRoute route, Inbound record) {
    if (!state.stage(record)) {
      throw new IllegalStateException("handled before");
    }
    return route.echo(record);
  }

  private static PartitionState failingTwice(RecordingState state, AtomicInteger failures) {
    return readyWhen(partition -> failures.getAndIncrement() >= 2, state);
  }

  private static PartitionState unready(
      int which, AtomicBoolean mended, RecordingState state, AtomicInteger attempts) {
    return readyWhen(
        partition -> {
          attempts.addAndGet(partition == which ? 1 : 0);
          return partition != which || mended.get();
        },
        state);
  }

  private static PartitionState readyWhen(IntPredicate ready, RecordingState state) {
    return new PartitionState() {
      @Override
      public void assigned(String topic, int partition) {
        if (!ready.test(partition)) {
          throw new IllegalStateException("can't be rebuilt yet");
        }
        state.assigned(topic, partition);
      }

      @Override
      public void revoked(String topic, int partition) {
        state.revoked(topic, partition);
      }

      @Override
      public void committed() {
        state.committed();
      }

      @Override
      public void aborted() {
        state.aborted();
      }
    };
  }

  private static Answer slowly(EchoRoute route, Inbound record) {
    long end = System.nanoTime() + Duration.ofMillis(30).toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return route.echo(record);
  }

  private static Answer endless(Inbound record) {
    Function<Inbound, Answer> again = SpineIT::endless;
    return again.apply(record);
  }

  private static int offset(Inbound record) {
    return (int) record.offset();
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new java.util.Random(7).nextBytes(bytes);
    return bytes;
  }

  private static void join(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException asked) {
      throw new IllegalStateException(asked);
    }
  }

  private static List<String> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(n -> prefix + n).toList();
  }

  private static List<String> both(List<String> first, List<String> second) {
    return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
  }

  private static List<String> without(List<String> ids, Set<String> some) {
    return ids.stream().filter(id -> !some.contains(id)).toList();
  }
}
