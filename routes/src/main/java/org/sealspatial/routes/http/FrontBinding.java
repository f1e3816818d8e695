/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.common.DefaultHttpBinding;
import org.sealspatial.schemas.FailureCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between Jetty and Camel: maps nothing on the way in, and on the way out nothing but an {@link
 * HttpAnswer}. The stock binding would map headers, query and form fields, and answer 500 to a
 * malformed form before any route sees it.
 */
public final class FrontBinding extends DefaultHttpBinding {
  private static final Logger LOG = LoggerFactory.getLogger(FrontBinding.class);

  @Override
  public void readRequest(HttpServletRequest request, Message message) {
    message.setHeader(Exchange.HTTP_PATH, ""); // the servlet insists on one
  }

  @Override
  public Object parseBody(HttpServletRequest request, Message message) {
    return null;
  }

  @Override
  public void writeResponse(Exchange exchange, HttpServletResponse response) {
    Object body = exchange.isFailed() ? null : exchange.getMessage().getBody();
    HttpAnswer answer =
        body instanceof HttpAnswer ready ? ready : Problems.of(FailureCause.GATEWAY_FAULT);
    byte[] content = answer.body();
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setContentLength(content.length);
    write(response, content);
  }

  private static void write(HttpServletResponse response, byte[] content) {
    try {
      response.getOutputStream().write(content);
    } catch (IOException e) {
      LOG.debug("a caller left before its answer"); // its retry gets the one outcome
    }
  }
}
