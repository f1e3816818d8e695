/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealspatial.routes.tls.ClientCertificate;

/** Text to values; each throws IllegalArgumentException whose message ends "must be …". */
final class Parse {
  private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private Parse() {}

  static String text(String text) {
    return text;
  }

  static Integer number(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a whole number", e);
    }
  }

  /** ISO-8601 ({@code PT5M}) or short ({@code 5m}). */
  static Duration duration(String text) {
    Matcher brief = SHORT_DURATION.matcher(text);
    try {
      return brief.matches()
          ? briefDuration(Long.parseLong(brief.group(1)), brief.group(2))
          : Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("must be a duration such as PT5M, 5m or 500ms", e);
    }
  }

  /** As {@link #duration}; empty: {@code off}. */
  static Optional<Duration> durationOrOff(String text) {
    return text.equals("off") ? Optional.empty() : Optional.of(duration(text));
  }

  private static Duration briefDuration(long count, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  static URI uri(String text) {
    try {
      URI uri = URI.create(text);
      if (uri.isAbsolute()) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be an absolute URI", e);
    }
    throw new IllegalArgumentException("must be an absolute URI");
  }

  static URI webAddress(String text) {
    URI uri = uri(text);
    boolean web = Set.of("http", "https").contains(uri.getScheme()) && uri.getHost() != null;
    if (!web || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("must be an http or https URL without query and fragment");
    }
    return uri;
  }

  static Path path(String text) {
    return Path.of(text).toAbsolutePath().normalize();
  }

  /** Comma separated; blanks around an entry are dropped, an empty or repeated entry is refused. */
  static List<String> list(String text) {
    List<String> entries = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    if (entries.stream().anyMatch(String::isEmpty)
        || Set.copyOf(entries).size() != entries.size()) {
      throw new IllegalArgumentException("must be a list without empty or repeated entries");
    }
    return entries;
  }

  static Set<Role> roles(String text) {
    Set<Role> roles = new LinkedHashSet<>();
    list(text).forEach(entry -> roles.add(oneOf(Role.class, entry)));
    return roles;
  }

  static Profile profile(String text) {
    return oneOf(Profile.class, text);
  }

  static TokenKeysConfig.Kind keyStore(String text) {
    return oneOf(TokenKeysConfig.Kind.class, text);
  }

  static ClientCertificate clientCertificate(String text) {
    return oneOf(ClientCertificate.class, text);
  }

  private static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
    List<String> names =
        Arrays.stream(type.getEnumConstants()).map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
    if (!names.contains(text)) {
      throw new IllegalArgumentException("must be one of " + String.join(", ", names));
    }
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }

  /** A value as an operator would write it. */
  static String show(Object value) {
    return value instanceof Duration duration ? showDuration(duration) : String.valueOf(value);
  }

  private static String showDuration(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
