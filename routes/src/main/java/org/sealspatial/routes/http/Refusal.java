/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.util.List;
import java.util.Optional;
import org.sealspatial.schemas.FailureCause;

/**
 * The gateway refuses before Kafka. Has no stack trace: it is an outcome, and comes by thousands.
 */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureCause reason;
  private final transient List<String> allowedMethods;

  private Refusal(FailureCause reason, String hint, List<String> allowedMethods) {
    super(hint, null, false, false);
    this.reason = reason;
    this.allowedMethods = allowedMethods;
  }

  static Refusal of(FailureCause reason) {
    return new Refusal(reason, null, List.of());
  }

  /** With a hint that is safe to show: never any part of the request. */
  static Refusal of(FailureCause reason, String hint) {
    return new Refusal(reason, hint, List.of());
  }

  static Refusal methodNotAllowed(List<String> allowedMethods) {
    return new Refusal(FailureCause.METHOD_NOT_ALLOWED, null, List.copyOf(allowedMethods));
  }

  FailureCause reason() {
    return reason;
  }

  Optional<String> hint() {
    return Optional.ofNullable(getMessage());
  }

  List<String> allowedMethods() {
    return allowedMethods;
  }
}
