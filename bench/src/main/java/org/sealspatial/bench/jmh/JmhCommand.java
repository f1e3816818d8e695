/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.jmh;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code seal bench jmh}. */
@Command(
    name = "jmh",
    mixinStandardHelpOptions = true,
    description = "Measures the parts of a request on their own, with JMH.")
public final class JmhCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      defaultValue = ".*",
      description = "Part of a benchmark's name, such as AreaQuery; all where absent.")
  private String pattern;

  @Option(names = "-p", description = "name=value[,value]: values of a parameter.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(names = "--profiler", description = "A profiler of JMH, such as gc.")
  private String profiler;

  @Override
  public Integer call() throws RunnerException {
    var options =
        new OptionsBuilder()
            .include(getClass().getPackageName() + ".*" + pattern)
            .jvmArgsAppend("-Xmx3g", "-XX:+UseSerialGC")
            .shouldFailOnError(true);
    parameters.forEach((name, values) -> options.param(name, values.split(",")));
    if (profiler != null) {
      options.addProfiler(profiler);
    }
    new Runner(options.build()).run();
    return 0;
  }
}
