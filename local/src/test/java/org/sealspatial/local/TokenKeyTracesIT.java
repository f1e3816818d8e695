/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.SimAnchor;
import org.sealspatial.routes.testing.SoftHsm;
import org.sealspatial.routes.testing.TestCa;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenResponse;

/** Where a private key of SIM-S could leave a trace while it is in use. */
@WithKafka
class TokenKeyTracesIT {
  private static final String SM = "SS_SmManagement";
  private static final int CHUNK = 16 << 20;
  private static final int LONGEST = 256;
  private static final SimAnchor ANCHOR = SimAnchor.of(Duration.ofDays(365));

  @TempDir Path folder;

  private static void useIt(TestStack stack) throws Exception {
    ValUe ue = stack.ue("ue-1");
    TokenResponse issued = stack.kafka().ask(ue, ue.asksToken(SM, "get", Optional.empty()));
    assertNotNull(issued.getToken(), "refused: " + issued.getFailure());
    var body = ue.asksSpatial(SM, "get", Map.of("svc-id", "arcade.example", "map-id", "1"));
    SpatialResponse map = stack.kafka().ask(ue, body, issued.getToken().getAccessToken());
    assertNull(map.getFailure());
  }

  /** The texts and bytes in which a program could hold a number, one char per byte. */
  private static Set<String> forms(byte[] number) {
    byte[] backwards = number.clone();
    for (int i = 0; i < number.length; i++) {
      backwards[i] = number[number.length - 1 - i];
    }
    String hex = HexFormat.of().formatHex(number);
    return new LinkedHashSet<>(
        List.of(
            new String(number, ISO_8859_1),
            new String(backwards, ISO_8859_1),
            hex,
            hex.toUpperCase(java.util.Locale.ROOT),
            Base64.getEncoder().withoutPadding().encodeToString(number),
            Base64.getUrlEncoder().withoutPadding().encodeToString(number),
            new BigInteger(1, number).toString()));
  }

  private static byte[] anchorNumber() {
    byte[] bytes = ((ECPrivateKey) ANCHOR.pair().getPrivate()).getS().toByteArray();
    return bytes.length > 32 ? Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length) : bytes;
  }

  private Path heapDump() throws IOException {
    Path file = folder.resolve("all.hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(file.toString(), false); // what is dead but not overwritten, too
    return file;
  }

  private static boolean holds(Path file, Set<String> forms) throws IOException {
    byte[] buffer = new byte[CHUNK];
    int kept = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.readNBytes(buffer, 0, CHUNK);
          read > 0;
          read = in.readNBytes(buffer, kept, CHUNK - kept)) {
        String text = new String(buffer, 0, kept + read, ISO_8859_1);
        if (forms.stream().anyMatch(text::contains)) {
          return true;
        }
        int end = kept + read;
        kept = Math.min(LONGEST, end);
        System.arraycopy(buffer, end - kept, buffer, 0, kept);
      }
    }
    return false;
  }

  /** What everybody can read who may connect. */
  private static String jmx() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    var all = new StringBuilder();
    for (ObjectName name : server.queryNames(null, null)) {
      all.append(name).append('\n');
      for (MBeanAttributeInfo attribute : attributes(server, name)) {
        all.append(value(server, name, attribute)).append('\n');
      }
    }
    return all.toString();
  }

  private static MBeanAttributeInfo[] attributes(MBeanServer server, ObjectName name)
      throws Exception {
    try {
      return server.getMBeanInfo(name).getAttributes();
    } catch (InstanceNotFoundException e) { // that of a client which was closed since it was named
      return new MBeanAttributeInfo[0];
    }
  }

  private static String value(MBeanServer server, ObjectName name, MBeanAttributeInfo attribute) {
    try {
      return Arrays.deepToString(new Object[] {server.getAttribute(name, attribute.getName())});
    } catch (Exception notReadable) {
      return "";
    }
  }

  @Test
  void no_private_number_of_a_pkcs11_token_is_in_heap_jmx_environment_or_log(KafkaUnderTest kafka)
      throws Exception {
    Optional<String> missing = SoftHsm.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElseThrow());
    SoftHsm token = SoftHsm.token();
    Path certificate = SimAnchor.certificateFile(folder, ANCHOR);
    String[] flags = {
      "--sim.signing-key=" + ANCHOR.keyFile(folder),
      "--sim.certificate=" + certificate,
      "--trust.sim=" + certificate,
      "--sim.keys.rotation=30d",
      "--sim.keys.lead=4s",
      "--lm.revocations.max-staleness=3s",
      "--sim.keys.store=pkcs11",
      "--sim.keys.password-file=" + TestCa.secretFile(folder.resolve("pin"), token.pin()),
      "--sim.keys.pkcs11-config=" + token.config()
    };
    try (LogTap log = new LogTap();
        TestStack stack = TestStack.start(kafka.bootstrap(), flags)) {
      // Given: its keys are in use
      useIt(stack);

      // When
      Path heap = heapDump();
      String jmx = jmx();
      String environment =
          Files.readString(Path.of("/proc/self/environ"), ISO_8859_1)
              + Files.readString(Path.of("/proc/self/cmdline"), ISO_8859_1);

      // Then: only now does this test itself open the token's files
      List<byte[]> numbers = SoftHsmNumbers.of(token.folder(), token.pin());
      assertFalse(numbers.isEmpty(), "the token has private keys");
      for (byte[] number : numbers) {
        Set<String> forms = forms(number);
        assertTrue(number.length > 28 && number.length <= 33, "a number of P-256");
        assertFalse(holds(heap, forms), "a private number is in the heap");
        for (String form : forms) {
          assertFalse(jmx.contains(form), "a private number is in JMX");
          assertFalse(environment.contains(form), "a private number is in the environment");
        }
        log.holdsNothingOf(forms);
      }
      assertTrue(holds(heap, forms(anchorNumber())), "the key from a file is found there");
      Files.delete(heap);
    }
  }
}
