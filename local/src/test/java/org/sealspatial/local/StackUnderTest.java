/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.sealspatial.routes.config.Layer;
import org.sealspatial.routes.config.Settings;
import org.sealspatial.routes.testing.KafkaUnderTest;

/** All roles in this JVM on a broker under test, with topics of their own. */
final class StackUnderTest {
  private StackUnderTest() {}

  static LocalStack start(KafkaUnderTest kafka, Path folder, String prefix) throws Exception {
    Layer flags =
        Layer.flags(
            List.of(
                "--data-dir=" + folder,
                "--kafka.bootstrap-servers=" + kafka.bootstrap(),
                "--topic-prefix=" + prefix,
                "--replication-factor=1",
                "--partitions.requests=4",
                "--partitions.replies=2"));
    Function<Map<String, String>, Settings> settings =
        presets -> new Settings(List.of(Layer.presets(presets), flags));
    return LocalStack.start(settings, LocalPorts.anyFree(), Channel.PLAIN);
  }
}
