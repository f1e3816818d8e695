/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.routes.admin.KeyEdits;
import org.sealspatial.routes.config.AnchorKey;
import org.sealspatial.routes.config.Settings;
import org.sealspatial.routes.config.ToolConfig;
import org.sealspatial.routes.table.KeyContent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seal keys}: the keys that SIM-S signs tokens with. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = {
      "The keys that SIM-S signs tokens with.",
      "Needs the settings of SIM-S, with its signing key and its access to Kafka."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {KeysCommand.Listing.class, KeysCommand.Rotate.class, KeysCommand.Retire.class})
final class KeysCommand {

  private static KeyEdits edits(ConfigSource source) throws IOException, UnfitKey {
    Settings settings = source.settings();
    ToolConfig config = ToolConfig.from(settings);
    CryptoProvider crypto = CryptoProvider.best();
    SigningKey anchor = AnchorKey.required(settings).open(crypto);
    var trusted =
        config.trust().isPresent()
            ? PemFiles.anchors(config.trust().get().sim().path(), crypto)
            : List.of(anchor.publicHalf());
    return new KeyEdits(config.cluster(), trusted, anchor, crypto, Clock.systemUTC());
  }

  /** {@code seal keys list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints every key and its state, one JSON object a line.")
  static final class Listing implements Callable<Integer> {
    @Mixin private ConfigSource source;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      PrintWriter out = spec.commandLine().getOut();
      edits(source).all().values().forEach(key -> out.println(StrictJson.text(brief(key))));
      return ExitCode.OK;
    }

    private static ObjectNode brief(KeyContent key) {
      ObjectNode json = key.toJson();
      json.remove(List.of("jwk", "x5c"));
      return json;
    }
  }

  /** {@code seal keys rotate}. */
  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = {
        "Asks each SIM-S instance to make another key and to sign with it as soon as everybody",
        "knows it. Tokens of the former keys stay good until they expire."
      })
  static final class Rotate implements Callable<Integer> {
    @Mixin private ConfigSource source;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      List<String> asked = edits(source).rotate();
      asked.forEach(kid -> spec.commandLine().getOut().println("to be replaced: " + kid));
      if (asked.isEmpty()) {
        spec.commandLine().getErr().println("no token key is active: is sim.keys.rotation off?");
      }
      return asked.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.OK;
    }
  }

  /** {@code seal keys retire}. */
  @Command(
      name = "retire",
      mixinStandardHelpOptions = true,
      description = {
        "Retires a key at once, such as one that was stolen: all its tokens are refused.",
        "The instance that signed with it makes another; exits 6 where there is no such key."
      })
  static final class Retire implements Callable<Integer> {
    @Mixin private ConfigSource source;
    @Spec private CommandSpec spec;

    @Parameters(
        paramLabel = "KID",
        description = "Its key id, see seal keys list; after -- where it begins with -")
    private String kid;

    @Option(names = "--reason", paramLabel = "TEXT", description = "For the record")
    private String reason;

    @Override
    public Integer call() throws Exception {
      boolean found = edits(source).retire(kid, Optional.ofNullable(reason));
      if (found) {
        spec.commandLine().getOut().println("retired " + kid);
      } else {
        spec.commandLine().getErr().println("no such key: " + kid);
      }
      return found ? ExitCode.OK : ExitCode.NOT_FOUND;
    }
  }
}
