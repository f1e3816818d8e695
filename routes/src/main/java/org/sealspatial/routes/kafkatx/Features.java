/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Whether the cluster's transactions are the ones exactly-once rests on (KIP-890). */
final class Features {

  private static final String FEATURE = "transaction.version";
  private static final short NEEDED = 2;

  private Features() {}

  /**
   * Asks the cluster.
   *
   * @throws UnsupportedVersionException if its transactions are older
   * @throws KafkaException if it can't be asked
   */
  static void require(Clients clients) {
    try (Admin admin = clients.admin()) {
      check(admin.describeFeatures().featureMetadata().get().finalizedFeatures());
    } catch (InterruptedException asked) {
      throw new InterruptException(asked);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof KafkaException known
          ? known
          : new KafkaException("can't ask for the features of the cluster", failure.getCause());
    }
  }

  static void check(Map<String, FinalizedVersionRange> finalized) {
    FinalizedVersionRange range = finalized.get(FEATURE);
    int level = range == null ? 0 : range.maxVersionLevel();
    if (level < NEEDED) {
      throw new UnsupportedVersionException(
          "the cluster has "
              + FEATURE
              + " "
              + level
              + ", exactly-once needs "
              + NEEDED
              + ": kafka-features.sh upgrade --feature "
              + FEATURE
              + "="
              + NEEDED);
    }
  }
}
