/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealspatial.schemas.FailureCause;

/** What a caller may send and what it accepts (RFC 9110 sections 8.3, 8.4 and 12.5.1). */
final class MediaTypes {
  private static final String USUAL = "application/x-www-form-urlencoded";
  private static final Pattern FORM =
      Pattern.compile(
          "(?i)application/x-www-form-urlencoded[ \\t]*(;[ \\t]*charset=\"?utf-8\"?)?[ \\t]*");
  private static final Pattern RANGE =
      Pattern.compile("[ \\t]*([^;,/ \\t]{1,64}/[^;,/ \\t]{1,64})[ \\t]*(;.*)?");
  private static final Pattern ZERO = Pattern.compile("(?i).*;[ \\t]*q=0(\\.0{0,3})?[ \\t]*(;.*)?");

  private MediaTypes() {}

  /** Refuses a body that is no form. */
  static void requireForm(List<String> contentType, List<String> contentEncoding) {
    boolean plain = contentEncoding.isEmpty() || contentEncoding.equals(List.of("identity"));
    if (contentType.size() != 1 || !plain || !isForm(contentType.get(0))) {
      throw Refusal.of(FailureCause.MEDIA_TYPE_UNSUPPORTED);
    }
  }

  private static boolean isForm(String contentType) {
    return contentType.equals(USUAL) || FORM.matcher(contentType).matches();
  }

  /** Refuses a caller that accepts none of these types; no Accept header accepts all. */
  static void requireAccepted(List<String> accept, List<String> produces) {
    String all = String.join(",", accept);
    if (all.isBlank()) {
      return;
    }
    for (String range : all.split(",")) {
      if (accepts(range, produces)) {
        return;
      }
    }
    throw Refusal.of(FailureCause.NOT_ACCEPTABLE);
  }

  private static boolean accepts(String range, List<String> produces) {
    Matcher parts = RANGE.matcher(range);
    if (!parts.matches() || ZERO.matcher(range).matches()) {
      return false;
    }
    String type = parts.group(1).toLowerCase(Locale.ROOT);
    return type.equals("*/*") || type.equals("application/*") || produces.contains(type);
  }
}
