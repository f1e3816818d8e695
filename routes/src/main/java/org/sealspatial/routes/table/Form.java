/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The form a text must have, and how to say it to whoever wrote another. */
final class Form {
  /** Longest life of a token. */
  static final Duration LONGEST_LIFE = Duration.ofHours(1);

  static final Form CLIENT_ID =
      pattern("[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}", "letters, digits and ._:@- (1 to 128)");
  static final Form NAME =
      pattern("[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "letters, digits and ._- (1 to 64)");
  static final Form REQUESTOR = pattern("[a-z0-9-]{1,32}", "small letters, digits and - (1 to 32)");
  static final Form IDENTITY =
      pattern("[!-)+-~]{1,255}\\*?|\\*", "an identity, or a prefix that ends in *");
  static final Form EXACT = pattern("[!-)+-~]{1,256}", "an identity, without *");
  static final Form CLIENT_OR_ANY =
      pattern("\\*|[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}", "a client id or *");
  static final Form SERVICE =
      pattern("SS_[A-Za-z0-9]{1,61}", "a service of TS 23.437, such as SS_SmManagement");
  static final Form ACTION = pattern("[a-z][a-zA-Z0-9_-]{0,63}", "an action, such as get");
  static final Form TEXT = pattern("[^\\p{Cntrl}]{1,256}", "a text of 1 to 256 characters");
  static final Form NOTE = pattern("[^\\p{Cntrl}]{1,4096}", "a text of 1 to 4096 characters");
  static final Form BASE64 = new Form(Form::isBase64, "base64 of 1 to 8192 characters");
  static final Form INSTANT =
      new Form(Form::isInstant, "a time as in RFC 3339, such as 2026-11-24T00:00:00Z");
  static final Form LIFE =
      new Form(Form::isLife, "a duration as in ISO 8601 of PT1S to PT1H, such as PT5M");

  private final Predicate<String> accepts;
  private final String described;

  private Form(Predicate<String> accepts, String described) {
    this.accepts = accepts;
    this.described = described;
  }

  private static Form pattern(String regex, String described) {
    return new Form(Pattern.compile(regex).asMatchPredicate(), described);
  }

  static <E extends Enum<E>> Form oneOf(Class<E> type) {
    String words =
        Arrays.stream(type.getEnumConstants()).map(Form::word).collect(Collectors.joining(" or "));
    return new Form(word -> constant(type, word) != null, words);
  }

  /** The constant this word stands for, or null. */
  static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> word(constant).equals(word))
        .findFirst()
        .orElse(null);
  }

  /** How a constant is written: VERIFY_ONLY as verify-only. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean isBase64(String text) {
    try {
      return Base64.getDecoder().decode(text).length > 0 && text.length() <= 8192;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isInstant(String text) {
    try {
      Instant parsed = Instant.parse(text);
      return parsed.compareTo(Instant.EPOCH) >= 0 && text.length() <= 30;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isLife(String text) {
    try {
      Duration life = Duration.parse(text);
      return life.compareTo(Duration.ofSeconds(1)) >= 0 && life.compareTo(LONGEST_LIFE) <= 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  boolean matches(String text) {
    return accepts.test(text);
  }

  String described() {
    return described;
  }
}
