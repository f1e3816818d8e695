/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * How the last run of a test ended, by the reports of surefire and failsafe.
 *
 * @param cases how many cases ran; tries where it is a property
 * @param result passed, FAILED, SKIPPED or not run
 */
record TestRun(int cases, String result) {
  private static final TestRun NONE = new TestRun(0, "not run");

  static TestRun of(String module, String type, String method) throws IOException {
    for (String reports : List.of("surefire-reports", "failsafe-reports")) {
      Path folder = Path.of("..", module, "target", reports);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          Path report =
              files
                  .filter(f -> f.getFileName().toString().matches("TEST-.*\\." + type + "\\.xml"))
                  .findFirst()
                  .orElse(null);
          if (report != null) {
            return read(report, method);
          }
        }
      }
    }
    return NONE;
  }

  private static TestRun read(Path report, String method) throws IOException {
    Element suite = parse(report);
    NodeList all = suite.getElementsByTagName("testcase");
    List<Element> cases =
        IntStream.range(0, all.getLength())
            .mapToObj(n -> (Element) all.item(n))
            .filter(c -> method(c.getAttribute("name")).equals(method))
            .toList();
    if (cases.isEmpty()) {
      return NONE;
    }
    boolean failed = cases.stream().anyMatch(c -> has(c, "failure") || has(c, "error"));
    boolean skipped = cases.stream().anyMatch(c -> has(c, "skipped"));
    int count = cases.size() == 1 ? tries(suite, method) : cases.size();
    return new TestRun(count, failed ? "FAILED" : skipped ? "SKIPPED" : "passed");
  }

  /** The method of a case: without parameters and index; jqwik writes blanks. */
  private static String method(String name) {
    return name.replaceAll("[(\\[{].*", "").strip().replace(' ', '_');
  }

  private static int tries(Element suite, String method) {
    Matcher tries =
        Pattern.compile(
                Pattern.quote(":" + method.replace('_', ' ') + " = ") + "\\s.*?tries = (\\d+)",
                Pattern.DOTALL)
            .matcher(suite.getTextContent());
    return tries.find() ? Integer.parseInt(tries.group(1)) : 1;
  }

  private static boolean has(Element testcase, String child) {
    return testcase.getElementsByTagName(child).getLength() > 0;
  }

  private static Element parse(Path report) throws IOException {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(report.toFile()).getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("not a test report: " + report, e);
    }
  }
}
