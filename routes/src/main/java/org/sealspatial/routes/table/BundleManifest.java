/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealspatial.jose.StrictJson;

/**
 * What belongs to a bundle. Written last, as the entry {@value PolicyContent#MANIFEST_ID} of
 * policies.v1 with sequence and bundle equal to the version.
 *
 * @param version version of the bundle, from 1 on; the version of the policies
 * @param entries what a reader must have seen before the bundle is in force, at most {@value
 *     #MAX_ENTRIES}
 */
public record BundleManifest(long version, List<Listed> entries) {
  /** Most entries a manifest lists. */
  public static final int MAX_ENTRIES = 10_000;

  /**
   * An entry the bundle stands on.
   *
   * @param table table of the entry, such as clients.v1
   * @param id its id
   * @param sequence its sequence, or an earlier one of a later entry
   * @param until after this time nobody waits for it: it may have been swept out; empty: always
   */
  public record Listed(String table, String id, long sequence, Optional<Instant> until) {
    private ArrayNode toJson() {
      ArrayNode json = StrictJson.array().add(table).add(id).add(sequence);
      until.ifPresent(time -> json.add(time.getEpochSecond()));
      return json;
    }
  }

  public BundleManifest {
    entries = List.copyOf(entries);
  }

  /**
   * The manifest in a content.
   *
   * @throws InvalidContent with every problem
   */
  public static BundleManifest parse(ObjectNode content) throws InvalidContent {
    Fields in = Fields.of(content, "version", "entries");
    long version = in.count("version");
    JsonNode list = in.node("entries");
    List<Listed> entries = new ArrayList<>();
    if (list == null || !list.isArray() || list.size() > MAX_ENTRIES) {
      in.problem("entries", "must be a list of at most " + MAX_ENTRIES);
    } else {
      for (int i = 0; i < list.size(); i++) {
        listed(list.get(i), i, in).ifPresent(entries::add);
      }
    }
    in.raise();
    return new BundleManifest(version, entries);
  }

  private static Optional<Listed> listed(JsonNode item, int index, Fields in) {
    boolean fits =
        item.isArray()
            && (item.size() == 3 || item.size() == 4 && isCount(item.get(3)))
            && item.get(0).isTextual()
            && item.get(1).isTextual()
            && isCount(item.get(2));
    if (!fits) {
      in.problem("entries", index, "must be [table, id, sequence] or with a time at the end");
      return Optional.empty();
    }
    Optional<Instant> until =
        Optional.ofNullable(item.get(3)).map(node -> Instant.ofEpochSecond(node.longValue()));
    return Optional.of(
        new Listed(
            item.get(0).textValue(), item.get(1).textValue(), item.get(2).longValue(), until));
  }

  private static boolean isCount(JsonNode node) {
    return node.isIntegralNumber()
        && node.canConvertToLong()
        && node.longValue() >= 0
        && node.longValue() < 1L << 53;
  }

  /** The content; {@link #parse} gives an equal manifest for it. */
  public ObjectNode toJson() {
    ObjectNode json = StrictJson.object().put("version", version);
    ArrayNode array = json.putArray("entries");
    entries.forEach(entry -> array.add(entry.toJson()));
    return json;
  }
}
