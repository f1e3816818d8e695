/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;

/** Who asks: some clients with a key each, and VAL UEs that are spread evenly over partitions. */
public final class Fleet {
  /** The requestor all clients share: one reply topic, of one partition. */
  public static final String REQUESTOR = "arcade";

  /** The VAL service of all. */
  public static final String VAL_SERVICE = "arcade.example";

  private static final int CLIENTS = 8;
  private static final int UES_PER_PARTITION = 32;

  private final List<SigningKey> keys;

  /** New keys. */
  public Fleet(CryptoProvider crypto) {
    this.keys =
        IntStream.range(0, CLIENTS)
            .mapToObj(n -> SigningKey.generate(Algorithm.ES256, crypto))
            .toList();
  }

  /** How many clients there are. */
  public int size() {
    return keys.size();
  }

  /** The id of a client. */
  public String client(int number) {
    return "fleet-" + number;
  }

  /** The key of a client. */
  public SigningKey key(int number) {
    return keys.get(number);
  }

  /** The public keys by client id. */
  public JsonNode publicKeys() {
    ObjectNode all = StrictJson.object();
    for (int n = 0; n < keys.size(); n++) {
      all.set(client(n), keys.get(n).publicHalf().jwk());
    }
    return all;
  }

  /** The operator's documents that register the clients; JSON is YAML. */
  public String documents() {
    var documents = new StringBuilder();
    for (int n = 0; n < keys.size(); n++) {
      ObjectNode client = document(client(n));
      client.putArray("keys").add(keys.get(n).publicHalf().jwk());
      documents.append("---\n").append(StrictJson.text(client)).append('\n');
    }
    return documents.toString();
  }

  static ObjectNode document(String id) {
    ObjectNode client =
        StrictJson.object()
            .put("kind", "Client")
            .put("id", id)
            .put("requestor", REQUESTOR)
            .put("proof", "optional");
    client.putArray("valUes").add("ue-*");
    client.putArray("valServices").add(VAL_SERVICE);
    return client;
  }

  /** For each partition, names of VAL UEs whose records belong there. */
  public static List<List<String>> ues(int partitions) {
    List<List<String>> ues = new ArrayList<>();
    IntStream.range(0, partitions).forEach(n -> ues.add(new ArrayList<>()));
    int missing = partitions * UES_PER_PARTITION;
    for (int n = 0; missing > 0; n++) {
      String ue = "ue-" + n;
      List<String> there = ues.get(partition(ue, partitions));
      if (there.size() < UES_PER_PARTITION) {
        there.add(ue);
        missing--;
      }
    }
    return ues;
  }

  private static int partition(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
  }
}
