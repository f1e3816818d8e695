/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.routes.admin.Desired;
import org.sealspatial.routes.admin.TableEdits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seal apply}: makes the tables say what files say. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description =
        "Makes clients, policies, maps and anchors as the YAML files say: signed, all or nothing.")
final class ApplyCommand implements Callable<Integer> {
  @Mixin private ConfigSource source;
  @Spec private CommandSpec spec;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "YAML file with one or more documents; may be given again")
  private List<Path> files;

  @Parameters(paramLabel = "FILE", description = "More files")
  private List<Path> more = List.of();

  @Option(names = "--prune", description = "Removes clients and policies that no file names")
  private boolean prune;

  @Option(
      names = "--leave-tokens",
      description = "Does not revoke tokens that allow more than the new tables")
  private boolean leaveTokens;

  @Option(names = "--dry-run", description = "Only says what would change")
  private boolean dryRun;

  @Override
  public Integer call() throws InterruptedException {
    var operator = new OperatorSession(source, spec);
    List<Path> all = Stream.concat(files.stream(), more.stream()).toList();
    Desired desired = Desired.read(all, CryptoProvider.best());
    var options = new TableEdits.Options(prune, leaveTokens, dryRun);
    operator.print(operator.edits().apply(desired, options), dryRun);
    return ExitCode.OK;
  }
}
