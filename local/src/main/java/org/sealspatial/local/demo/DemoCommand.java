/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.demo;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.local.InsecureOption;
import org.sealspatial.local.LocalPorts;
import org.sealspatial.local.LocalStack;
import org.sealspatial.local.TemporaryFolder;
import org.sealspatial.routes.admin.AuditTail;
import org.sealspatial.routes.cli.AuditLine;
import org.sealspatial.routes.cli.ConfigSource;
import org.sealspatial.routes.cli.ExitCode;
import org.sealspatial.schemas.v1.AuditRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code seal demo}: the whole mission on real parts, in a folder that is gone afterwards. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a broker and all roles, plays both figures as a VAL UE would, over HTTP and Kafka,",
      "shows what is refused and what the audit keeps. Exits with 0 when all went as it must."
    })
public final class DemoCommand implements Callable<Integer> {
  @Mixin private ConfigSource source;
  @Spec private CommandSpec spec;
  @Mixin private InsecureOption insecure;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    var stage = new Stage(out);
    try (var folder = new TemporaryFolder("seal-demo");
        LocalStack stack =
            LocalStack.start(
                presets -> source.settings(demoPresets(presets, folder)),
                LocalPorts.anyFree(),
                insecure.channel())) {
      play(stack, stage);
    }
    out.println();
    stage.deviations().forEach(deviation -> out.println("DEVIATION: " + deviation));
    out.println(
        stage.deviations().isEmpty()
            ? "Everything went as it must."
            : "The demo did not go as it must.");
    out.flush();
    return stage.deviations().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static Map<String, String> demoPresets(
      Map<String, String> presets, TemporaryFolder folder) {
    var all = new HashMap<>(presets);
    all.put("data-dir", folder.path().toString());
    all.put("lm.clock-skew", "PT0S"); // so that expiry can be shown within seconds
    all.put("log.level", "warn");
    return all;
  }

  private static void play(LocalStack stack, Stage stage) throws Exception {
    CryptoProvider crypto = CryptoProvider.best();
    SigningKey key = SigningKey.generate(Algorithm.ES256, crypto);
    stage.scene("The operator registers a client and applies a policy, a map and two anchors");
    DemoWorld.apply(stack, key, crypto);
    stage.shows("client headset-fleet, policy plaza, map 1 (layers ground, signs, staff)");
    int requests = new DemoStory(stack, stage, key, crypto).play();
    showAudit(stack, stage, requests);
  }

  private static void showAudit(LocalStack stack, Stage stage, int requests) {
    stage.scene("What the audit keeps: one record for each request, no token, no secret");
    List<AuditRecord> records = new AuditTail(stack.config().cluster()).all();
    var ids = new ArrayList<String>();
    for (AuditRecord record : records) {
      ids.add(record.getId());
      stage.shows(AuditLine.text(record));
    }
    stage.expect("audit records", requests, records.size());
    stage.expect("of different requests", requests, (int) ids.stream().distinct().count());
  }
}
