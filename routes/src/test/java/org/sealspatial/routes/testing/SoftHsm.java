/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PKCS#11 token of SoftHSM, one for the JVM: the library reads its configuration once. Tests keep
 * apart by the name of the owner.
 */
public final class SoftHsm {
  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"));
  private static final String PIN = "812734";
  private static SoftHsm only;

  private final Path folder;
  private final Path library;

  private SoftHsm(Path folder, Path library) {
    this.folder = folder;
    this.library = library;
  }

  /** Why there is none here, said on standard error too; empty where there is. */
  public static Optional<String> missing() {
    String conf = System.getenv("SOFTHSM2_CONF");
    boolean there =
        LIBRARIES.stream().anyMatch(Files::exists)
            && conf != null
            && Files.exists(Path.of("/usr/bin/softhsm2-util"));
    if (there) {
      return Optional.empty();
    }
    String why =
        "SKIPPED PKCS#11: needs Debian's softhsm2, and SOFTHSM2_CONF as the build sets it; it is "
            + conf;
    System.err.println(why);
    return Optional.of(why);
  }

  /** The token; {@link #missing} must have said that there is one. */
  public static synchronized SoftHsm token() throws IOException, InterruptedException {
    if (only == null) {
      Path conf = Path.of(System.getenv("SOFTHSM2_CONF"));
      Path folder = Files.createTempDirectory(conf.getParent(), "softhsm");
      Files.writeString(
          conf, "directories.tokendir = " + folder + "\nobjectstore.backend = file\n");
      Path library = LIBRARIES.stream().filter(Files::exists).findFirst().orElseThrow();
      only = new SoftHsm(folder, library);
      initialize();
    }
    return only;
  }

  private static void initialize() throws IOException, InterruptedException {
    Process tool =
        new ProcessBuilder(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                "seal",
                "--pin",
                PIN,
                "--so-pin",
                "4711")
            .inheritIO()
            .start();
    if (!tool.waitFor(60, TimeUnit.SECONDS) || tool.exitValue() != 0) {
      throw new IllegalStateException("softhsm2-util could not make a token");
    }
  }

  /** A configuration of SunPKCS11 for it, with further lines. */
  public Path config(String... more) throws IOException {
    return Files.writeString(
        Files.createTempFile(folder.getParent(), "pkcs11", ".cfg"),
        "name = seal\nlibrary = "
            + library
            + "\nslotListIndex = 0\n"
            + String.join("\n", more)
            + "\n");
  }

  /** Where it keeps its objects. */
  public Path folder() {
    return folder;
  }

  /** The PIN of its user. */
  public String pin() {
    return PIN;
  }
}
