/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import java.nio.file.Path;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.sealspatial.bench.process.Parent;
import org.sealspatial.bench.process.Quiet;

/**
 * The gateway's yardsticks, of bare Jetty and kafka-clients alone; no thread waits. One hands bytes
 * on: a request's body is the record's value, its key and id are headers, the reply's value is the
 * answer. The other does the gateway's job by hand: the same form, record and answer.
 */
public final class BareGatewayMain {
  private BareGatewayMain() {}

  /**
   * Takes a properties file with bootstrap, topic, replies, port and job (bytes or form); runs
   * until it is killed.
   */
  public static void main(String[] args) throws Exception {
    Parent.follow();
    Quiet.logs();
    CeilingMain.trustRecordTypes();
    CeilingSettings settings = CeilingSettings.read(Path.of(args[0]));
    var calls = new BareCalls(settings);
    boolean form = settings.text("job").equals("form");
    var server = new Server(new QueuedThreadPool(20));
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.parseInt(settings.text("port")));
    server.addConnector(connector);
    server.setHandler(form ? new FormHandler(calls) : new BareHandler(calls));
    server.start();
    server.join();
  }
}
