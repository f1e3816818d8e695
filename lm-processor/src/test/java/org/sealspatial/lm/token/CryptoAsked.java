/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.token;

import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;

/** Counts what this thread asks of the platform's crypto: a provider that is asked first. */
final class CryptoAsked extends Provider {
  private static final long serialVersionUID = 1L;

  private final transient Thread thread = Thread.currentThread();
  private final transient List<String> asked = new ArrayList<>();

  private CryptoAsked() {
    super("CryptoAsked", "1", "offers nothing, remembers what it was asked for");
  }

  /** What was asked for while this ran, as type.algorithm. */
  static List<String> during(Runnable work) {
    var provider = new CryptoAsked();
    Security.insertProviderAt(provider, 1);
    try {
      work.run();
    } finally {
      Security.removeProvider(provider.getName());
    }
    return provider.asked;
  }

  @Override
  public Service getService(String type, String algorithm) {
    if (Thread.currentThread() == thread) {
      asked.add(type + "." + algorithm);
    }
    return null;
  }
}
