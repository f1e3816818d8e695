/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether a route's workers move: down when they gave up, or when one fails for some time. */
final class KafkaTxHealthCheck extends AbstractHealthCheck {

  /** A transaction aborted now and then is life; a row of them is not. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Crew crew;
  private final List<Pulse> pulses;

  KafkaTxHealthCheck(String routeId, Crew crew, List<Pulse> pulses) {
    super("components", "kafkatx-" + routeId);
    this.crew = crew;
    this.pulses = pulses;
  }

  /** Never a reason for a restart: what can be mended by one ends the process by itself. */
  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.detail("assigned", pulses.stream().mapToInt(Pulse::assigned).sum());
    builder.detail("lag", pulses.stream().mapToLong(Pulse::lag).sum());
    latest(builder);
    Pulse.Failing failing = longestFailing();
    if (crew.stopReason() != null) {
      builder.message(crew.stopReason()).down();
    } else if (failing != null && lasting(failing)) {
      builder.detail("failingSince", failing.since().toString());
      builder.message("failing: " + failing.what()).down();
    } else {
      builder.up();
    }
  }

  private void latest(HealthCheckResultBuilder builder) {
    pulses.stream()
        .map(Pulse::lastCommit)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .ifPresent(commit -> builder.detail("lastCommit", commit.toString()));
  }

  private Pulse.Failing longestFailing() {
    return pulses.stream()
        .map(Pulse::failing)
        .filter(Objects::nonNull)
        .min(Comparator.comparing(Pulse.Failing::since))
        .orElse(null);
  }

  private static boolean lasting(Pulse.Failing failing) {
    return failing.since().plus(PATIENCE).isBefore(Instant.now());
  }
}
