/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.sealspatial.lm.importer.ImportSettings;
import org.sealspatial.routes.admin.CityModel;
import org.sealspatial.routes.admin.TableEdits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seal import}: brings in maps that others made. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Brings in maps from other formats.",
    synopsisSubcommandLabel = "FORMAT",
    subcommands = ImportCommand.CityJson.class)
final class ImportCommand {

  /** {@code seal import cityjson}. */
  @Command(
      name = "cityjson",
      mixinStandardHelpOptions = true,
      description = "Makes a spatial map of a CityJSON file; only what differs is written.")
  static final class CityJson implements Callable<Integer> {
    @Mixin private ConfigSource source;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "CityJSON 1.0 to 2.0")
    private Path file;

    @Option(names = "--map-id", paramLabel = "N", required = true, description = "Uint32")
    private long mapId;

    @Option(
        names = "--val-service",
        paramLabel = "ID",
        description = "The VAL service the map belongs to")
    private String valService;

    @Option(
        names = "--allow",
        paramLabel = "ENTITY",
        description = "Who may access it; may be given again (default: any)")
    private Set<String> allowed = new LinkedHashSet<>();

    @Option(
        names = "--epsg",
        paramLabel = "CODE",
        description = "Reference system, where the file names none")
    private Integer epsg;

    @Option(
        names = "--height-offset",
        paramLabel = "METRES",
        defaultValue = "0",
        description = "Added to heights, to come from a national datum to the ellipsoid")
    private double heightOffset;

    @Option(names = "--dry-run", description = "Only says what would change")
    private boolean dryRun;

    @Override
    public Integer call() throws InterruptedException {
      var operator = new OperatorSession(source, spec);
      var settings =
          new ImportSettings(
              mapId,
              Optional.ofNullable(valService),
              allowed,
              epsg == null ? OptionalInt.empty() : OptionalInt.of(epsg),
              new ImportSettings.Heights(heightOffset));
      var options = new TableEdits.Options(false, true, dryRun);
      operator.print(operator.edits().apply(CityModel.read(file, settings), options), dryRun);
      return ExitCode.OK;
    }
  }
}
