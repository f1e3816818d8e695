/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.io.ByteArrayOutputStream;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Lets a request on when its body is there as a whole: who sends slowly holds no thread. It goes on
 * in the thread that read the end of it; Jetty's own handlers for this hand it to another. A body
 * over the bound is 413, at once where its length was announced.
 */
final class WholeBodies extends Handler.Wrapper {
  private final int most;

  /** Takes bodies of at most so many bytes. */
  WholeBodies(int most) {
    this.most = most;
  }

  /** A request and its body; empty and not {@code whole} where it could not be read to its end. */
  static final class Whole extends Request.Wrapper {
    private final byte[] body;
    private final boolean whole;

    private Whole(Request request, byte[] body, boolean whole) {
      super(request);
      this.body = body;
      this.whole = whole;
    }

    byte[] body() {
      return body;
    }

    boolean whole() {
      return whole;
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (request.getLength() > most) {
      refuse(request, response, callback);
    } else {
      new Reading(request, response, callback).run();
    }
    return true;
  }

  private static void refuse(Request request, Response response, Callback callback) {
    Response.writeError(request, response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413);
  }

  private void goOn(Whole request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Throwable failure) { // a caller without an answer would wait for ever
      Response.writeError(request, response, callback, failure);
    }
  }

  /** Runs whenever more of the body has come. */
  private final class Reading implements Invocable.Task {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream(2048);

    Reading(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }

    @Override
    public void run() {
      for (Content.Chunk chunk = request.read(); ; chunk = request.read()) {
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          goOn(new Whole(request, new byte[0], false), response, callback);
          return;
        }
        keep(chunk);
        if (read.size() > most) {
          refuse(request, response, callback);
          return;
        }
        if (chunk.isLast()) {
          goOn(new Whole(request, read.toByteArray(), true), response, callback);
          return;
        }
      }
    }

    private void keep(Content.Chunk chunk) {
      read.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
      chunk.release();
    }
  }
}
