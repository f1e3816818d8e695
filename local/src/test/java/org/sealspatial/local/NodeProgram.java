/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs of src/test/node with their packages, copied to target/node. */
final class NodeProgram {
  private static final Path SOURCE = Path.of("src/test/node");
  private static final Path FOLDER = Path.of("target/node").toAbsolutePath();
  private static final long PATIENCE_SECONDS = 240;

  /** Why they can't run here; empty where they can. */
  static Optional<String> missing() {
    for (String tool : List.of("node", "npm")) {
      try {
        run(Path.of("").toAbsolutePath(), List.of(tool, "--version"));
      } catch (IOException e) {
        return Optional.of("no " + tool + " on the path");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.of("interrupted");
      }
    }
    return Optional.empty();
  }

  /** Installs the packages exactly as the lock file has them, once. */
  NodeProgram() throws IOException, InterruptedException {
    Path installed = FOLDER.resolve("installed-lock.json");
    Files.createDirectories(FOLDER);
    try (Stream<Path> files = Files.list(SOURCE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path lock = FOLDER.resolve("package-lock.json");
    if (Files.notExists(installed) || Files.mismatch(installed, lock) >= 0) {
      run(FOLDER, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
      Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** What the program wrote to its standard output. */
  String run(String program, Path argument) throws IOException, InterruptedException {
    return run(FOLDER, List.of("node", program, argument.toAbsolutePath().toString()));
  }

  private static String run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("seal-node", ".out");
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(command))
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
