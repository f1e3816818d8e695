/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.peer;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/** A kept-alive HTTP/1.1 connection that is as cheap as it can be: the peer has the processor. */
final class Connection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;

  Connection(URI uri) throws IOException {
    if (!"http".equals(uri.getScheme())) {
      throw new IOException("plain http only: TLS is not what is compared");
    }
    this.socket = new Socket(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream(), 16_384);
  }

  /** Sends a request, reads all of the answer, and returns its status. */
  int send(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    String first = line();
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).trim());
      } else if (lower.startsWith("transfer-encoding:")) {
        length = -1;
      }
    }
    skipBody(length);
    return Integer.parseInt(first.substring(9, 12));
  }

  private void skipBody(int length) throws IOException {
    if (length >= 0) {
      in.skipNBytes(length);
      return;
    }
    int chunk = Integer.parseInt(line(), 16);
    while (chunk > 0) {
      in.skipNBytes(chunk + 2L);
      chunk = Integer.parseInt(line(), 16);
    }
    line();
  }

  private String line() throws IOException {
    var text = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the peer closed the connection");
      }
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
