/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.Source;
import picocli.CommandLine;

@WithKafka
class OperatorCommandsIT {
  private final String prefix = "t" + UUID.randomUUID().toString().substring(0, 8);
  private final List<String> settings = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String bootstrap;

  @TempDir private Path folder;

  @BeforeEach
  void makeTopics(KafkaUnderTest kafka) throws Exception {
    bootstrap = kafka.bootstrap();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    Path key =
        write(
            "operator.pem",
            pem("PRIVATE KEY", pair.getPrivate().getEncoded())
                + pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    settings.add("--kafka.bootstrap-servers=" + bootstrap);
    settings.add("--topic-prefix=" + prefix);
    settings.add("--replication-factor=1");
    settings.add("--partitions.requests=2");
    settings.add("--partitions.replies=1");
    assertEquals(ExitCode.OK, seal("topics"), err::toString);
    settings.add("--operator.key=" + key);
    write("arcade.pem", pem("PUBLIC KEY", pair.getPublic().getEncoded()));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String pem(String what, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
  }

  private int seal(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(settings);
    CommandLine line = SealCommand.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(all.toArray(String[]::new));
  }

  private String client() throws IOException {
    return write(
            "client.yaml", "kind: Client\nid: arcade\nkeys: [{file: arcade.pem}]\nvalUes: [ue-*]\n")
        .toString();
  }

  @Test
  void apply_list_and_delete_a_client() throws Exception {
    assertEquals(ExitCode.OK, seal("apply", "-f", client()), err::toString);
    assertTrue(
        out.toString().startsWith("added client arcade\nbundle 1 is in force"), out::toString);

    assertEquals(ExitCode.OK, seal("apply", "-f", client(), "--dry-run"), err::toString);
    assertEquals("nothing to change\n", out.toString());

    assertEquals(ExitCode.OK, seal("list", "clients"), err::toString);
    assertEquals("arcade", StrictJson.object(out.toString().strip()).get().get("id").asText());

    assertEquals(ExitCode.OK, seal("delete", "client", "arcade"), err::toString);
    assertTrue(out.toString().contains("revoked the tokens of client:arcade"), out::toString);

    assertEquals(ExitCode.NOT_FOUND, seal("delete", "client", "arcade"));
  }

  @Test
  void files_that_are_wrong_exit_2_with_lines_and_without_a_broker() throws Exception {
    Path file = write("bad.yaml", "kind: Client\nid: arcade\nvalUes: []\n");
    assertEquals(ExitCode.USAGE, seal("apply", "-f", file.toString()));
    assertTrue(err.toString().contains("bad.yaml:3: /valUes must be"), err::toString);
    assertTrue(err.toString().contains("nothing was applied"), err::toString);
    assertEquals("", out.toString());
  }

  @Test
  void revoke_says_where_the_revocation_lies() {
    assertEquals(ExitCode.OK, seal("revoke", "--jti", "abc", "--reason", "drill"), err::toString);
    assertTrue(out.toString().startsWith("revoked jti:abc, offset 0, seen "), out::toString);
    assertEquals(ExitCode.OK, seal("list", "revocations"), err::toString);
    assertTrue(out.toString().contains("\"reason\":\"drill\""), out::toString);

    assertEquals(ExitCode.FAILED, seal("revoke", "--jti", "a".repeat(300)));
    assertTrue(err.toString().contains("not a revocation: /value must be"), err::toString);
    assertEquals(ExitCode.FAILED, seal("delete", "map", "seven"));

    assertEquals(ExitCode.OK, seal("revoke", "--all", "--dry-run"), err::toString);
    assertEquals("would have revoked 0 live tokens\n", out.toString());

    assertEquals(ExitCode.USAGE, seal("revoke"));
    assertEquals(ExitCode.USAGE, seal("revoke", "--jti", "a", "--client", "b"));
    assertEquals(ExitCode.USAGE, seal("revoke", "--all", "--issued-before", "yesterday"));
  }

  @Test
  void imports_a_city_model_and_only_once() throws Exception {
    Path file =
        write(
            "city.json",
            """
            {"type":"CityJSON","version":"1.1","metadata":{"referenceSystem":
            "https://www.opengis.net/def/crs/EPSG/0/7415"},
            "transform":{"scale":[1,1,1],"translate":[85000,447000,0]},
            "vertices":[[0,0,0],[10,0,0],[10,10,5]],
            "CityObjects":{"b1":{"type":"Building","geometry":[
            {"type":"MultiSurface","lod":"1","boundaries":[[[0,1,2]]]}]}}}
            """);
    assertEquals(
        ExitCode.OK,
        seal("import", "cityjson", file.toString(), "--map-id", "7", "--allow", "arcade"),
        err::toString);
    assertTrue(out.toString().startsWith("written 2 parts"), out::toString);
    assertEquals(
        ExitCode.OK, seal("import", "cityjson", file.toString(), "--map-id=7", "--allow=arcade"));
    assertEquals("nothing to change\n", out.toString());
    assertEquals(ExitCode.OK, seal("delete", "map", "7"));
  }

  @Test
  void audit_tail_prints_a_line_per_record_that_nobody_can_break_out_of() throws Exception {
    // Given
    AuditRecord record =
        AuditRecord.newBuilder()
            .setId(prefix + ".token.requests.v1/0/17")
            .setTime(Instant.parse("2026-11-24T12:00:00Z"))
            .setFlow(Flow.TOKEN)
            .setInstance("sim/a")
            .setSource(new Source("t", 0, 17L, Instant.parse("2026-11-24T12:00:00Z")))
            .setOutcome(Outcome.REFUSED)
            .setCause("POLICY_DENIED")
            .setClientId("arcade")
            .setRequestId("r\u001b[2J\n1 outcome=GRANTED")
            .setState(Map.of("clients", 4L))
            .build();
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", bootstrap),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(Topic.AUDIT.in(prefix), 1, null, new Wire().encode(record)))
          .get();
    }

    // When
    int code = seal("audit", "tail", "--from-beginning", "--no-follow");

    // Then
    assertEquals(ExitCode.OK, code, err::toString);
    assertEquals(
        "2026-11-24T12:00:00Z TOKEN REFUSED cause=POLICY_DENIED client=arcade"
            + " request=\"r\\u001b[2J\\u000a1 outcome=GRANTED\" by=sim/a id="
            + prefix
            + ".token.requests.v1/0/17\n",
        out.toString());

    // When, then
    assertEquals(ExitCode.OK, seal("audit", "tail", "--from-beginning", "--no-follow", "--json"));
    var json = StrictJson.object(out.toString().strip()).orElseThrow();
    assertEquals(17, json.at("/source/offset").asLong());
    assertEquals(4, json.at("/state/clients").asLong());
    assertTrue(json.get("jti").isNull());

    // When, then
    assertEquals(ExitCode.OK, seal("audit", "tail", "--no-follow"));
    assertEquals("", out.toString());
  }
}
