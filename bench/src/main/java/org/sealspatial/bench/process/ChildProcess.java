/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process that is measured. It ends with this one. */
public final class ChildProcess implements AutoCloseable {
  private static final int LAST_LINES = 15;

  private final String name;
  private final Process process;
  private final Path log;
  private final Thread hook;

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.hook = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts a main class on this process's Java and class path.
   *
   * @param log where its output goes
   */
  public static ChildProcess start(
      String name, Path log, List<String> options, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    return command(name, log, command);
  }

  /** Starts a program that becomes the Java process, such as the launcher. */
  public static ChildProcess command(String name, Path log, List<String> command) {
    try {
      Process process =
          builder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return new ChildProcess(name, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException("can't start " + name, e);
    }
  }

  /** As the launcher does it: fewer malloc arenas than threads. */
  private static ProcessBuilder builder(List<String> command) {
    var builder = new ProcessBuilder(command);
    builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
    return builder;
  }

  /** What it is called in messages. */
  public String name() {
    return name;
  }

  /** User and system time of all its threads since it started; in steps of 10 ms on Linux. */
  public Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElseThrow(this::ended);
  }

  /** Bytes of it that are in memory now. */
  public long residentBytes() {
    return status("VmRSS:");
  }

  /** Bytes of its heap that are in use, after a full collection. */
  public long liveBytes() throws InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process asked =
          new ProcessBuilder(jcmd, "" + process.pid(), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      asked.waitFor();
      String total =
          said.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
      return Long.parseLong(total.trim().split("\\s+")[2]);
    } catch (IOException e) {
      throw new UncheckedIOException("needs jcmd of a JDK", e);
    }
  }

  private long status(String field) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", "" + process.pid(), "status"))) {
        if (line.startsWith(field)) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
      throw ended();
    } catch (IOException e) {
      throw ended();
    }
  }

  /** Throws where it has ended by itself. */
  public void check() {
    if (!process.isAlive()) {
      throw ended();
    }
  }

  /** Returns when it has ended by itself, as it should. */
  public void awaitEnd() throws InterruptedException {
    if (process.waitFor() != 0) {
      throw ended();
    }
  }

  private IllegalStateException ended() {
    return new IllegalStateException(name + " ended by itself; it said:\n" + lastWords());
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "nothing that can be read";
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IllegalStateException stopping) {
      process.destroyForcibly();
    }
  }
}
