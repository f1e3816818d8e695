/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes a connection whose request trickles in: bytes came, but in two periods on end no request
 * began or ended. The idle time-out does not see this, because every byte restarts it. A request
 * that waits for its answer sends no bytes and is left alone. A TLS handshake must end within the
 * same time.
 */
final class SlowRequestGuard implements Connection.Listener {
  private final Scheduler scheduler;
  private final Duration period;
  private final Runnable ledger;

  SlowRequestGuard(Scheduler scheduler, Duration period, Runnable ledger) {
    this.scheduler = scheduler;
    this.period = period;
    this.ledger = ledger;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof SslConnection tls) {
      long twoPeriods = 2 * period.toMillis();
      scheduler.schedule(() -> closeUnlessGreeted(tls), twoPeriods, TimeUnit.MILLISECONDS);
    } else {
      new Watch(connection).again();
    }
  }

  /** TLS carries requests without counting them; of itself it has but a handshake to end. */
  private void closeUnlessGreeted(SslConnection tls) {
    boolean greeted = !"NONE".equals(tls.getSSLEngine().getSession().getProtocol());
    if (!greeted && tls.getEndPoint().isOpen()) {
      ledger.run();
      tls.close();
    }
  }

  private final class Watch implements Runnable {
    private final Connection connection;
    private long messages;
    private long bytes;
    private boolean suspect;

    Watch(Connection connection) {
      this.connection = connection;
    }

    void again() {
      scheduler.schedule(this, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
      if (!connection.getEndPoint().isOpen()) {
        return;
      }
      boolean trickles = trickles();
      if (trickles && suspect) {
        ledger.run();
        connection.close();
      } else {
        suspect = trickles;
        again();
      }
    }

    private boolean trickles() {
      long messagesNow = connection.getMessagesIn() + connection.getMessagesOut();
      long bytesNow = connection.getBytesIn();
      boolean trickles = messagesNow == messages && bytesNow > bytes;
      messages = messagesNow;
      bytes = bytesNow;
      return trickles;
    }
  }
}
