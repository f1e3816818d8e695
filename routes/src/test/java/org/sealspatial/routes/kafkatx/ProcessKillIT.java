/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sealspatial.routes.kafkatx.EchoProcess.End;
import org.sealspatial.routes.testing.ChildJvm;
import org.sealspatial.routes.testing.ExactlyOnceCheck;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.TestTopics;
import org.sealspatial.routes.testing.WithKafka;

/**
 * Processors killed at work. {@code -Dit.kills=n -Dit.kill.records=n -Dit.seed=n} set how many, how
 * many records lie before each, and where they fall.
 */
@WithKafka
@Tag("concurrent")
class ProcessKillIT {

  private static final int KILLS = Integer.getInteger("it.kills", 6);
  private static final int RECORDS = Integer.getInteger("it.kill.records", 1500);
  private static final long SEED = Long.getLong("it.seed", 20_261_124L);

  private KafkaUnderTest kafka;
  private TestTopics topics;
  private ExactlyOnceCheck check;
  private String in;
  private String out;
  private String audit;

  @BeforeEach
  void topics(KafkaUnderTest shared, TestTopics own) {
    kafka = shared;
    topics = own;
    check = ExactlyOnceCheck.byKey(kafka.bootstrap());
    in = topics.create("in", 4);
    out = topics.create("out", 4);
    audit = topics.create("audit", 4);
    topics.create("dead", 4);
  }

  @Test
  void every_input_is_answered_exactly_once_however_often_the_process_is_killed() throws Exception {
    // given
    Random seeded = new Random(SEED);
    List<String> sent = new ArrayList<>();

    // when: open transactions, just committed ones, and anything between
    for (int kill = 0; kill < KILLS; kill++) {
      sent.addAll(produce("k" + kill + "-"));
      End end = List.of(End.WRITTEN, End.KILLED, End.COMMITTED).get(kill % 3);
      int after = end == End.WRITTEN ? 10 + seeded.nextInt(400) : 2 + seeded.nextInt(12);
      dies(end, after);
    }
    Process last = start(End.KILLED, 0);
    try {
      awaitCommitted(sent.size());
    } finally {
      ChildJvm.kill(last);
    }

    // then
    check.assertExactlyOnce(out, sent);
    check.assertExactlyOnce(audit, sent);
    long written = check.uncommitted(out).records();
    assertTrue(written > sent.size(), "kills hit open transactions: " + written + " written");
    System.out.printf(
        "%d kills, %d inputs: 0 missing, 0 repeated; %d outputs of aborted transactions unseen%n",
        KILLS, sent.size(), written - sent.size());
  }

  @Test
  void the_check_catches_a_processor_that_commits_offsets_apart() throws Exception {
    // given
    List<String> sent = produce("t");

    // when: it ends between the commit of its answers and the commit of its offsets
    dies(End.TWIN, 3);
    Process last = start(End.TWIN, Integer.MAX_VALUE);
    try {
      awaitCommitted(sent.size());
    } finally {
      ChildJvm.kill(last);
    }

    // then
    AssertionError caught =
        assertThrows(AssertionError.class, () -> check.assertExactlyOnce(out, sent));
    assertTrue(caught.getMessage().contains("missing 0 []"), caught.getMessage());
    assertTrue(check.committed(out).duplicates().size() > 0);
  }

  private List<String> produce(String prefix) {
    List<String> ids = IntStream.range(0, RECORDS).mapToObj(n -> prefix + n).toList();
    topics.produce(in, ids);
    return ids;
  }

  private void dies(End end, int after) throws Exception {
    Process process = start(end, after);
    if (end == End.KILLED) {
      readCommits(process, after);
      ChildJvm.kill(process);
    } else {
      drain(process);
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends where it was told to");
    assertEquals(137, process.exitValue(), "by SIGKILL or as by it");
  }

  private Process start(End end, int after) {
    return ChildJvm.start(
        ProcessBuilder.Redirect.PIPE,
        List.of("-Xmx256m"),
        EchoProcess.class.getName(),
        kafka.bootstrap(),
        topics.prefix(),
        end.name(),
        Integer.toString(after));
  }

  private static void readCommits(Process process, int count) throws IOException {
    BufferedReader lines = process.inputReader();
    for (int seen = 0; seen < count; ) {
      String line = lines.readLine();
      if (line == null) {
        throw new AssertionError("the process ended by itself");
      }
      seen += line.equals("committed") ? 1 : 0;
    }
  }

  private static void drain(Process process) throws IOException {
    BufferedReader lines = process.inputReader();
    while (lines.readLine() != null) {
      Thread.onSpinWait();
    }
  }

  private void awaitCommitted(long count) {
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> topics.committed(topics.name("group"), in) >= count);
  }
}
