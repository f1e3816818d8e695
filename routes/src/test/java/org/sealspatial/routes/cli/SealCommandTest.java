/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealspatial.routes.config.Key;
import org.sealspatial.schemas.Topic;
import picocli.CommandLine;

class SealCommandTest {
  private static final String NOWHERE = "--kafka.bootstrap-servers=127.0.0.1:1";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void config_check_lists_every_problem_on_standard_error_and_exits_2() {
    int code = execute("config", "check", "--workers=0", "--lm.clock-skew=31s");

    assertEquals(ExitCode.USAGE, code);
    assertEquals("", out.toString());
    assertTrue(err.toString().contains("workers must be 1 to 64, not 0"), err::toString);
    assertTrue(err.toString().contains("lm.clock-skew must be 0s to 30s, not 31s"), err::toString);
    assertTrue(err.toString().contains("sim.issuer is required by role sim"), err::toString);
  }

  @Test
  void a_flag_nobody_knows_is_refused_with_the_nearest_name() {
    assertEquals(ExitCode.USAGE, execute("run", "--gateway.prot=80"));

    assertTrue(err.toString().contains("did you mean gateway.port?"), err::toString);
  }

  @Test
  void flags_of_one_command_do_not_stay_for_the_next() {
    CommandLine line = commandLine();
    line.execute("config", "show", "--gateway.prot=80");
    err.getBuffer().setLength(0);

    line.execute("config", "check", "--workers=0");

    assertTrue(!err.toString().contains("gateway.prot"), err::toString);
  }

  @Test
  void config_show_prints_what_is_in_force() {
    assertEquals(ExitCode.OK, execute("config", "show", "--gateway.port=81"));

    List<String> lines = out.toString().lines().toList();
    assertTrue(lines.contains("gateway.port = 81  # flag --gateway.port"), out::toString);
    assertTrue(lines.contains(Key.GATEWAY_WAIT + " = PT10S  # default"), out::toString);
  }

  @Test
  void topics_list_prints_the_plan_without_a_broker() {
    assertEquals(ExitCode.OK, execute("topics", "--list", NOWHERE));

    List<String> lines = out.toString().lines().toList();
    assertEquals(Topic.values().length + 1, lines.size());
    assertTrue(
        lines
            .get(0)
            .matches(
                "seal\\.token\\.requests\\.v1 partitions=12 replication=3 .*cleanup.policy=delete"
                    + ".*max.message.bytes=1048588.*message.timestamp.type=LogAppendTime"
                    + ".*min.insync.replicas=2.*retention.ms=86400000.*"
                    + "unclean.leader.election.enable=false"),
        lines.get(0));
  }

  @Test
  void a_broker_that_is_away_is_one_line_and_exit_8() {
    assertEquals(ExitCode.UNAVAILABLE, execute("topics", NOWHERE, "--patience=PT0S"));

    assertEquals("seal: no broker answers at 127.0.0.1:1", err.toString().strip());
  }

  @Test
  void health_without_a_process_exits_8() {
    assertEquals(ExitCode.UNAVAILABLE, execute("health", "--management.port=1"));

    assertEquals("no answer from http://127.0.0.1:1/health/ready", out.toString().strip());
  }

  @Test
  void no_command_is_a_usage_error() {
    assertEquals(ExitCode.USAGE, execute());
  }

  private int execute(String... arguments) {
    return commandLine().execute(arguments);
  }

  private CommandLine commandLine() {
    return SealCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }
}
