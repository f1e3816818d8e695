/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Refuses a content type the layers behind stumble over before any route runs: the servlet answers
 * 500 to a charset it does not know, and to serialized Java objects in a way that leaves the body
 * unread and the connection stuck.
 */
final class ContentTypeGuard extends Handler.Wrapper {
  private static final Pattern TYPE =
      Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \\t]*(;.*)?");
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String SERIALIZED = "application/x-java-serialized-object";

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    for (HttpField field : request.getHeaders()) {
      if (field.getHeader() == HttpHeader.CONTENT_TYPE && !readable(field)) {
        Response.writeError(request, response, callback, HttpStatus.UNSUPPORTED_MEDIA_TYPE_415);
        return true;
      }
    }
    return super.handle(request, response, callback);
  }

  private static boolean readable(HttpField contentType) {
    if (FORM.equals(contentType.getValue())) {
      return true; // what nearly all send needs no second look
    }
    try {
      MimeTypes.getCharsetFromContentType(contentType);
      String value = contentType.getValue();
      return value != null && TYPE.matcher(value).matches() && !value.startsWith(SERIALIZED);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
