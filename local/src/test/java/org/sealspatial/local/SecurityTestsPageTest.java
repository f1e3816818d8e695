/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page of security tests: what is tried, by which test, with how many cases and what result.
 * Run with {@code -Dseal.docs.write=true} after the tests themselves to write it anew from their
 * reports.
 */
class SecurityTestsPageTest {
  private static final Path PAGE = Path.of("../docs/security-tests.md");
  private static final Path LIST = Path.of("src/test/resources/security-tests.txt");
  private static final String BEGIN = "<!-- table of security-tests.txt: begin -->\n";
  private static final String END = "<!-- table of security-tests.txt: end -->\n";

  /** One test of one row. */
  private record Named(String row, String module, String type, String method) {
    String test() {
      return "`" + type + "#" + method + "`";
    }
  }

  private static List<Named> named() throws IOException {
    var named = new ArrayList<Named>();
    String row = null;
    for (String line : Files.readAllLines(LIST)) {
      if (line.startsWith("  ")) {
        String[] words = line.strip().split("[ #]");
        named.add(new Named(row, words[0], words[1], words[2]));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        row = line.strip();
      }
    }
    return named;
  }

  @Test
  void every_test_that_is_named_exists() throws IOException {
    var missing = new ArrayList<String>();
    for (Named test : named()) {
      Path sources = Path.of("..", test.module, "src/test/java");
      try (Stream<Path> files = Files.walk(sources)) {
        Path file = files.filter(f -> f.endsWith(test.type + ".java")).findFirst().orElse(null);
        if (file == null || !Files.readString(file).contains(" " + test.method + "(")) {
          missing.add(test.module + " " + test.test());
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void the_page_has_every_test_that_is_named() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    if (Boolean.getBoolean("seal.docs.write")) {
      page = page.substring(0, from) + table() + page.substring(page.indexOf(END));
      Files.writeString(PAGE, page);
    }
    List<String> shown =
        page.substring(from, page.indexOf(END))
            .lines()
            .filter(line -> line.contains("`"))
            .map(line -> line.split("\\|")[1].strip() + "|" + line.split("\\|")[2].strip())
            .toList();

    assertEquals(named().stream().map(t -> t.row + "|" + t.test()).toList(), shown);
    assertTrue(shown.size() > 40, "the list is read");
  }

  private static String table() throws IOException {
    var lines = new ArrayList<String>();
    lines.add("| What is tried | Test | Cases | Result |");
    lines.add("|---|---|---:|---|");
    int cases = 0;
    for (Named test : named()) {
      TestRun run = TestRun.of(test.module, test.type, test.method);
      cases += run.cases();
      lines.add(
          "| "
              + String.join(
                  " | ", test.row, test.test(), String.format("%,d", run.cases()), run.result())
              + " |");
    }
    lines.add("");
    lines.add(String.format("%,d cases in %,d tests.", cases, named().size()));
    return String.join("\n", lines) + "\n";
  }
}
