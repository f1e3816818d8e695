/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import org.apache.camel.http.common.CamelServlet;
import org.apache.camel.http.common.HttpConsumer;

/**
 * The one consumer of a port. It is a servlet only because camel-jetty tells its consumers to one;
 * no request comes here.
 */
final class Consumers extends CamelServlet {
  private static final long serialVersionUID = 1L;

  private transient volatile HttpConsumer consumer;

  @Override
  public void connect(HttpConsumer connected) {
    super.connect(connected);
    consumer = connected;
  }

  @Override
  public void disconnect(HttpConsumer disconnected) {
    consumer = null;
    super.disconnect(disconnected);
  }

  /** The consumer, or null where it takes no requests now. */
  HttpConsumer open() {
    HttpConsumer here = consumer;
    return here == null || here.isSuspended() ? null : here;
  }
}
