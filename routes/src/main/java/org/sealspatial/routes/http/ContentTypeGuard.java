/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Refuses a content type the servlet layer stumbles over: it looks the charset up before any route
 * runs, and answers 500 to one it does not know.
 */
final class ContentTypeGuard extends Handler.Wrapper {
  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (readable(request.getHeaders().getField(HttpHeader.CONTENT_TYPE))) {
      return super.handle(request, response, callback);
    }
    Response.writeError(request, response, callback, HttpStatus.UNSUPPORTED_MEDIA_TYPE_415);
    return true;
  }

  private static boolean readable(HttpField contentType) {
    try {
      if (contentType != null) {
        MimeTypes.getCharsetFromContentType(contentType);
      }
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
