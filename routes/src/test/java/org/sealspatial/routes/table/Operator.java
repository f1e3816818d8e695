/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.TableRecord;

/** Signs table entries for tests, honest ones and others. */
public final class Operator {
  public static final CryptoProvider CRYPTO = CryptoProvider.best();
  private static final Wire WIRE = new Wire();

  private final SigningKey key = SigningKey.generate(Algorithm.ES256, CRYPTO);

  /** A record as it stands on the topic. */
  public record Signed(Topic topic, String id, byte[] value) {
    public byte[] key() {
      return id.getBytes(StandardCharsets.UTF_8);
    }
  }

  public SigningKey key() {
    return key;
  }

  public VerificationKey anchor() {
    return key.publicHalf();
  }

  /** A table of plain contents under this operator's anchor. */
  public SignedTable<String> texts(Topic topic) {
    return new SignedTable<>(
        topic, List.of(anchor()), (entry, content) -> content.path("text").asText());
  }

  public Signed entry(Topic topic, String id, long sequence, long bundle, String text) {
    return entry(topic, id, sequence, bundle, StrictJson.object().put("text", text));
  }

  public Signed entry(Topic topic, String id, long sequence, long bundle, ObjectNode content) {
    var entry =
        new TableEntry(
            SignedTable.nameOf(topic),
            id,
            sequence,
            bundle,
            Instant.now(),
            Optional.ofNullable(content));
    return new Signed(topic, id, WIRE.encode(new TableRecord(entry.sign(key))));
  }

  public Signed deletion(Topic topic, String id, long sequence, long bundle) {
    return entry(topic, id, sequence, bundle, (ObjectNode) null);
  }

  /** The manifest of a bundle that lists these: topic, id, sequence, topic, id, sequence ... */
  public Signed manifest(long version, Object... listed) {
    List<BundleManifest.Listed> entries = new ArrayList<>();
    for (int i = 0; i < listed.length; i += 3) {
      entries.add(
          new BundleManifest.Listed(
              SignedTable.nameOf((Topic) listed[i]),
              (String) listed[i + 1],
              (int) listed[i + 2],
              Optional.empty()));
    }
    var manifest = new BundleManifest(version, entries);
    return entry(Topic.POLICIES, PolicyContent.MANIFEST_ID, version, version, manifest.toJson());
  }
}
