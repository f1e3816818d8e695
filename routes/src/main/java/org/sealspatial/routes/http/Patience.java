/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a caller waits: its {@code Prefer: wait=n} (RFC 7240 section 4.3) within bounds, in
 * whole seconds.
 *
 * @param usual without a preference
 * @param most the upper bound
 */
record Patience(Duration usual, Duration most) {
  private static final Pattern WAIT =
      Pattern.compile("(?i)(?:^|.*[,; \\t])wait[ \\t]*=[ \\t]*\"?(\\d{1,6})\"?(?:[,; \\t].*|$)");

  static Patience of(GatewaySettings.Limits limits) {
    return new Patience(limits.patience(), limits.maxPatience());
  }

  Duration of(HttpCall call) {
    return preferred(call).orElse(usual);
  }

  /** The preference that is honoured, if one was stated. */
  Optional<Duration> preferred(HttpCall call) {
    List<String> preferences = call.header("Prefer");
    if (preferences.isEmpty()) {
      return Optional.empty();
    }
    Matcher wait = WAIT.matcher(String.join(",", preferences));
    if (!wait.matches()) {
      return Optional.empty();
    }
    long seconds = Math.max(1, Long.parseLong(wait.group(1)));
    return Optional.of(Duration.ofSeconds(Math.min(seconds, most.toSeconds())));
  }

  /** Says which preference was honoured. */
  HttpAnswer applied(HttpCall call, HttpAnswer answer) {
    return preferred(call)
        .map(wait -> answer.with("Preference-Applied", "wait=" + wait.toSeconds()))
        .orElse(answer);
  }
}
