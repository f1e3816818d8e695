/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.sealspatial.schemas.FailureCause;

/** Typed, strict access to the claims of a JWT (RFC 7519); a claim of another type is malformed. */
final class Claims {
  private static final long MAX_SECONDS = 253_402_300_799L; // year 9999

  private final ObjectNode claims;
  private final FailureCause malformed;

  Claims(ObjectNode claims, FailureCause malformed) {
    this.claims = claims;
    this.malformed = malformed;
  }

  String text(String name) throws Rejected {
    return optionalText(name).orElseThrow(() -> wrong(name));
  }

  Optional<String> optionalText(String name) throws Rejected {
    JsonNode value = claims.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw wrong(name);
    }
    return Optional.of(value.textValue());
  }

  Instant time(String name) throws Rejected {
    return optionalTime(name).orElseThrow(() -> wrong(name));
  }

  /** A NumericDate: a JSON number of seconds, fractions cut off. */
  Optional<Instant> optionalTime(String name) throws Rejected {
    JsonNode value = claims.get(name);
    if (value == null) {
      return Optional.empty();
    }
    double seconds = value.isNumber() ? value.doubleValue() : -1;
    if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
      throw wrong(name);
    }
    return Optional.of(Instant.ofEpochSecond((long) seconds));
  }

  /** A NumericDate in whole seconds, as SIM-S writes it. */
  Instant wholeTime(String name) throws Rejected {
    return optionalWholeTime(name).orElseThrow(() -> wrong(name));
  }

  Optional<Instant> optionalWholeTime(String name) throws Rejected {
    JsonNode value = claims.get(name);
    if (value != null && !value.isIntegralNumber()) {
      throw wrong(name);
    }
    return optionalTime(name);
  }

  /** A whole number from 0 on; 0 where it is absent. */
  long count(String name) throws Rejected {
    JsonNode value = claims.get(name);
    if (value == null) {
      return 0;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw wrong(name);
    }
    return value.longValue();
  }

  Optional<JsonNode> node(String name) {
    return Optional.ofNullable(claims.get(name));
  }

  Rejected wrong(String name) {
    return new Rejected(malformed, "claim " + name);
  }
}
