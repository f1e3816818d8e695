/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.SupportedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the cluster's transactions are the ones exactly-once rests on (KIP-890). */
final class Features {

  private static final Logger LOG = LoggerFactory.getLogger(Features.class);

  private static final String FEATURE = "transaction.version";
  private static final short NEEDED = 2;

  /** What the brokers 4.2.0 to 4.4.0 know of metadata.version; nothing else tells their age. */
  private static final short FIRST_SKIPPING = 28;

  private static final short LAST_SKIPPING = 33;

  private Features() {}

  /**
   * Asks the cluster, and warns of brokers that skip transaction markers.
   *
   * @throws UnsupportedVersionException if its transactions are older
   * @throws KafkaException if it can't be asked
   */
  static void require(Clients clients) {
    try (Admin admin = clients.admin()) {
      FeatureMetadata features = admin.describeFeatures().featureMetadata().get();
      check(features.finalizedFeatures());
      if (skipsMarkers(features.supportedFeatures())) {
        LOG.warn(
            "Kafka brokers 4.2.0 to 4.4.0 end a transaction without its markers while a partition"
                + " has no leader (KAFKA-20734): after a crash of every replica answers can be lost"
                + " or come twice. Run 4.1.2, or a release that has the fix.");
      }
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

  /** Whether the broker is of a release that takes a partition without a leader for deleted. */
  static boolean skipsMarkers(Map<String, SupportedVersionRange> supported) {
    SupportedVersionRange range = supported.get("metadata.version");
    return range != null
        && range.maxVersion() >= FIRST_SKIPPING
        && range.maxVersion() <= LAST_SKIPPING;
  }
}
