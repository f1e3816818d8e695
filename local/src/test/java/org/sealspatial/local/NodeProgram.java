/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The programs of src/test/node with their packages, copied to target/node. */
final class NodeProgram {
  private static final Path SOURCE = Path.of("src/test/node");
  private static final Path FOLDER = Path.of("target/node").toAbsolutePath();

  /** What must work for them to run. */
  static final List<List<String>> PROBES =
      List.of(List.of("node", "--version"), List.of("npm", "--version"));

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
      ForeignProgram.run(
          FOLDER, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
      Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** What the program wrote to its standard output. */
  String run(String program, Path argument) throws IOException, InterruptedException {
    return ForeignProgram.run(
        FOLDER, List.of("node", program, argument.toAbsolutePath().toString()));
  }
}
