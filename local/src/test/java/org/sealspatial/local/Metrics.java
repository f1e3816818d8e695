/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;

/** What the management port of a stack shows, as it was read. */
record Metrics(List<String> lines) {

  static Metrics of(TestStack stack) throws Exception {
    var uri = URI.create("http://" + stack.stack().config().management() + "/metrics");
    return new Metrics(
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
            .body()
            .lines()
            .toList());
  }

  /**
   * The sum of a metric's samples with all of these labels, such as {@code reader="lm"}; 0: none.
   */
  double sum(String name, String... labels) {
    return lines.stream()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> Arrays.stream(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
