/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

/** The jobs by name. */
final class Jobs {
  private Jobs() {}

  static Job make(CeilingSettings settings) throws Exception {
    var outputs = new Outputs(settings);
    return switch (settings.text("job")) {
      case "echo" -> new EchoJob(outputs);
      case "issue" -> new IssueJob(settings, outputs);
      case "validate" -> new ValidateJob(settings, outputs, false);
      case "validate-cached" -> new ValidateJob(settings, outputs, true);
      default -> throw new IllegalArgumentException("no such job");
    };
  }
}
