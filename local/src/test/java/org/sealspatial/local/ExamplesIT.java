/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.routes.config.Layer;
import org.sealspatial.routes.config.Settings;

/** What seal up prints works when pasted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesIT {
  @TempDir Path folder;
  private Path dataDir;
  private LocalStack stack;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    dataDir = data;
    Layer flags = Layer.flags(List.of("--data-dir=" + data, "--log.level=warn"));
    stack =
        LocalStack.start(
            presets -> new Settings(List.of(Layer.presets(presets), flags)),
            LocalPorts.anyFree(),
            Channel.TLS);
    assertTrue(new SampleWorld(stack).leave(true));
  }

  @AfterAll
  void stop() throws Exception {
    stack.close();
  }

  @Test
  void both_figures_over_http_end_in_the_map() throws Exception {
    assumeCurl();

    String answer = paste(section("Figures 1 and 2 over HTTP", "The same over Kafka"));

    assertTrue(answer.startsWith("{\"svcId\":\"arcade.example\""), answer);
    assertTrue(answer.contains("fountain"), answer);
  }

  @Test
  void both_figures_over_kafka_end_in_the_map() {
    var out = new StringWriter();

    int code = seal(out, "client", "ask", "map", "--data-dir=" + dataDir);

    assertEquals(0, code, out.toString());
    assertTrue(out.toString().contains("LM-S -> LM client   spatial map"), out.toString());
    assertTrue(out.toString().contains("fountain"), out.toString());
  }

  @Test
  void the_sample_world_is_loaded_once_and_its_key_is_its_owners_alone() throws Exception {
    Path key = dataDir.resolve("secrets/demo-client.pem");
    byte[] before = Files.readAllBytes(key);

    assertTrue(new SampleWorld(stack).leave(true));

    assertEquals(-1, Files.mismatch(key, Files.write(folder.resolve("before"), before)));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
  }

  @Test
  void where_nothing_was_started_the_client_says_so() throws Exception {
    var err = new StringWriter();
    Path empty = Files.createDirectory(folder.resolve("empty"));

    int code =
        LocalMain.commandLine()
            .setErr(new PrintWriter(err, true))
            .execute("client", "assertion", "--data-dir=" + empty);

    assertEquals(1, code);
    assertTrue(err.toString().contains("start it with: seal up"), err.toString());
  }

  private static int seal(StringWriter out, String... arguments) {
    return LocalMain.commandLine().setOut(new PrintWriter(out, true)).execute(arguments);
  }

  private String section(String from, String to) {
    var text = new StringWriter();
    new Examples(stack.config()).print(new PrintWriter(text, true));
    String all = text.toString();
    return all.substring(all.indexOf('\n', all.indexOf(from)), all.indexOf(to));
  }

  /** In a shell, with this JVM's classes in the place of the launcher. */
  private String paste(String lines) throws IOException, InterruptedException {
    String launcher = Path.of("").toAbsolutePath().resolve("seal").toString();
    assertTrue(lines.contains(launcher), lines);
    Path script = folder.resolve("script");
    String java = System.getProperty("java.home") + "/bin/java";
    Files.writeString(
        script, lines.replace(launcher, "\"" + java + "\" org.sealspatial.local.LocalMain"));
    Path out = folder.resolve("out");
    var builder = new ProcessBuilder("sh", script.toString()).redirectOutput(out.toFile());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Path err = folder.resolve("err");
    builder.redirectError(err.toFile());
    Process shell = builder.start();
    assertTrue(shell.waitFor(2, TimeUnit.MINUTES), "the shell did not end");
    assertEquals(0, shell.exitValue(), () -> said(err));
    return Files.readString(out);
  }

  private static String said(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assumeCurl() throws InterruptedException {
    boolean there;
    try {
      there =
          new ProcessBuilder("curl", "--version")
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException e) {
      there = false;
    }
    if (!there) {
      System.err.println("SKIPPED ExamplesIT over HTTP: no curl on the path");
    }
    assumeTrue(there, "no curl on the path");
  }
}
