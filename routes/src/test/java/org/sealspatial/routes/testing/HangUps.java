/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** SIGHUP, where it can be heard. */
public final class HangUps {
  private static final Path KILL = Path.of("/bin/kill");
  private static final Path STATUS = Path.of("/proc/self/status");

  private HangUps() {}

  /** Skips the test where nobody hears the signal: no such system, or a shell's {@code nohup}. */
  public static void assumeHeard() throws IOException {
    assumeTrue(Files.isExecutable(KILL), "SKIPPED: no " + KILL + ", so no SIGHUP");
    if (Files.isReadable(STATUS)) {
      boolean ignored =
          Files.readAllLines(STATUS).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
              .anyMatch(mask -> (mask & 1) == 1);
      assumeTrue(!ignored, "SKIPPED: SIGHUP is ignored here, as under nohup");
    }
  }

  /** Sends the signal to this process. */
  public static void send(long pid) throws IOException, InterruptedException {
    int code = new ProcessBuilder(KILL.toString(), "-HUP", String.valueOf(pid)).start().waitFor();
    assertEquals(0, code, "kill");
  }
}
