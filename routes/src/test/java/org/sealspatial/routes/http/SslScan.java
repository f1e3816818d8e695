/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** What sslscan (https://github.com/rbsec/sslscan) finds at a TLS port, from its XML. */
final class SslScan {
  private final String text;
  private final Document xml;

  private SslScan(String text, Document xml) {
    this.text = text;
    this.xml = xml;
  }

  /** Scans this host and port; its files go to the folder. */
  static SslScan of(String address, Path folder)
      throws IOException, InterruptedException, ParserConfigurationException, SAXException {
    Path result = folder.resolve("sslscan.xml");
    Path log = folder.resolve("sslscan.log");
    Process scan =
        new ProcessBuilder("sslscan", "--no-colour", "--xml=" + result, address)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertTrue(scan.waitFor(2, TimeUnit.MINUTES), "sslscan does not end");
    assertEquals(0, scan.exitValue(), Files.readString(log));
    var parsers = DocumentBuilderFactory.newInstance();
    parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return new SslScan(
        Files.readString(result), parsers.newDocumentBuilder().parse(result.toFile()));
  }

  private Stream<Element> all(String name) {
    var found = xml.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(found::item).map(Element.class::cast);
  }

  private boolean any(String element, String attribute) {
    return all(element).anyMatch(found -> found.getAttribute(attribute).equals("1"));
  }

  /** What the server speaks, such as "tls 1.2". */
  Set<String> protocols() {
    return all("protocol")
        .filter(protocol -> protocol.getAttribute("enabled").equals("1"))
        .map(protocol -> protocol.getAttribute("type") + " " + protocol.getAttribute("version"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Set<String> versionsOfCiphers() {
    return all("cipher")
        .map(cipher -> cipher.getAttribute("sslversion"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Suites that sslscan itself does not call strong, or without forward secrecy. It calls none of
   * TLS 1.3 strong, though all of them are AEAD.
   */
  List<String> weakCiphers() {
    return all("cipher")
        .filter(cipher -> !isStrong(cipher) || cipher.getAttribute("curve").isEmpty())
        .map(cipher -> cipher.getAttribute("cipher"))
        .toList();
  }

  private static boolean isStrong(Element cipher) {
    return cipher.getAttribute("strength").equals("strong")
        || cipher.getAttribute("sslversion").equals("TLSv1.3")
            && cipher.getAttribute("strength").equals("acceptable");
  }

  boolean compresses() {
    return any("compression", "supported");
  }

  boolean renegotiatesInsecurely() {
    return all("renegotiation")
        .anyMatch(
            found ->
                found.getAttribute("supported").equals("1")
                    && !found.getAttribute("secure").equals("1"));
  }

  boolean looksForHeartbleed() {
    return all("heartbleed").findAny().isPresent();
  }

  boolean bleeds() {
    return any("heartbleed", "vulnerable");
  }

  @Override
  public String toString() {
    return text;
  }
}
