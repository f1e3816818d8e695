/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Hands what came to Kafka, and answers when the reply is there. */
final class BareHandler extends Handler.Abstract.NonBlocking {
  private final BareCalls calls;

  BareHandler(BareCalls calls) {
    this.calls = calls;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String id = request.getHeaders().get("X-Id");
    String key = request.getHeaders().get("X-Key");
    Content.Source.asByteArrayAsync(request, 1 << 16)
        .thenCompose(body -> calls.call(id, key, body))
        .whenComplete((reply, failure) -> end(response, reply, failure, callback));
    return true;
  }

  private static void end(Response response, byte[] reply, Throwable failure, Callback callback) {
    if (failure != null) {
      callback.failed(failure);
      return;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/octet-stream");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.length);
    response.write(true, ByteBuffer.wrap(reply), callback);
  }
}
