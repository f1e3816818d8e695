/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.routes.config.SealConfig;

/** Both figures as lines to paste into a shell. */
final class Examples {
  // The numbers are those of print.
  private static final String TEXT =
      """
      Figures 1 and 2 over HTTP, to paste into another shell:

        seal() { %1$s "$@"%2$s; }
        GATEWAY=%3$s
        TOKEN=$(curl -sS%5$s $GATEWAY/oauth2/token \\
          -H "DPoP: $(seal client proof POST $GATEWAY/oauth2/token)" \\
          -d client_assertion="$(seal client assertion)" \\
          -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \\
          -d grant_type=client_credentials -d scope=seal:SS_SmManagement:get \\
          -d val_ue_id=ue-1 -d val_service_id=%4$s | sed 's/.*"access_token":"\\([^"]*\\).*/\\1/')
        curl -sS%5$s -w '\\n' "$GATEWAY/ssm-smm/v1/spatial-maps?svc-id=%4$s&map-id=1" \\
          -H "Authorization: DPoP $TOKEN" \\
          -H "DPoP: $(seal client proof GET $GATEWAY/ssm-smm/v1/spatial-maps --token $TOKEN)"

      The same over Kafka, each message printed; what other clients must send is in docs/kafka-proof.md:

        %1$s client ask map%2$s

      """;

  private final SealConfig config;

  Examples(SealConfig config) {
    this.config = config;
  }

  void print(PrintWriter out) {
    String gateway = config.gateway().orElseThrow().url();
    out.printf(TEXT, launcher(), dataDir(), gateway, DemoWorld.VAL_SERVICE, trust());
  }

  private static String launcher() {
    // the other shell may be in any folder
    Path home = Path.of(System.getProperty("seal.home", "")).toAbsolutePath().normalize();
    return quoted(home.resolve("seal"));
  }

  private String dataDir() {
    Path dataDir = config.deployment().dataDir();
    boolean usual = dataDir.equals(LocalPresets.defaultDataDir().normalize());
    return usual ? "" : " " + quoted("--data-dir=" + dataDir.toAbsolutePath());
  }

  private String trust() {
    Path ca = LocalTls.ca(config.deployment().dataDir().toAbsolutePath());
    return LocalTls.serves(config) ? " --cacert " + quoted(ca) : "";
  }

  private static String quoted(Object text) {
    String plain = text.toString();
    return plain.matches("[A-Za-z0-9_./=-]+") ? plain : "'" + plain.replace("'", "'\\''") + "'";
  }
}
