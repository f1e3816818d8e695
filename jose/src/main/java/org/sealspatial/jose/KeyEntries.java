/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The private keys with certificates in a key store of the JDK. */
final class KeyEntries {
  private final KeyStore store;
  private final char[] password;

  /** With the password of its keys; null where the store asks for none. */
  KeyEntries(KeyStore store, char[] password) {
    this.store = store;
    this.password = password;
  }

  /** A key as it stands in the store. */
  record Entry(String alias, PrivateKey key, X509Certificate certificate) {}

  /** The keys whose alias begins so; stores may have changed the case of an alias. */
  List<Entry> all(String prefix) throws GeneralSecurityException {
    var entries = new ArrayList<Entry>();
    for (String alias : Collections.list(store.aliases())) {
      boolean named = alias.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT));
      if (named
          && store.getKey(alias, password) instanceof PrivateKey key
          && store.getCertificate(alias) instanceof X509Certificate certificate) {
        entries.add(new Entry(alias, key, certificate));
      }
    }
    return entries;
  }
}
