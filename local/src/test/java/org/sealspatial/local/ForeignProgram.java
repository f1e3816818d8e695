/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs programs of other languages. */
final class ForeignProgram {
  private static final long PATIENCE_SECONDS = 240;

  private ForeignProgram() {}

  /** Why this can't run here, said on standard error too; empty where it can. */
  static Optional<String> missing(String what, List<List<String>> probes)
      throws InterruptedException {
    for (List<String> probe : probes) {
      try {
        run(Path.of("").toAbsolutePath(), probe);
      } catch (IOException | IllegalStateException e) {
        String why = "SKIPPED " + what + ": this does not work here: " + String.join(" ", probe);
        System.err.println(why);
        return Optional.of(why);
      }
    }
    return Optional.empty();
  }

  /** What the command wrote to its standard output. */
  static String run(Path folder, List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("seal-foreign", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException(command + " did not end");
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(command + " ended with " + process.exitValue());
      }
      return Files.readString(out);
    } finally {
      Files.delete(out);
    }
  }
}
