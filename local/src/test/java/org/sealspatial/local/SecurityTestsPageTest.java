/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page of security tests: which acceptance row, what is tried, by which test, with how many
 * cases and what result; and what can't be run, with its reason. Run with {@code
 * -Dseal.docs.write=true} after the tests themselves to write it anew from their reports.
 */
class SecurityTestsPageTest {
  private static final Path PAGE = Path.of("../docs/security-tests.md");
  private static final Path LIST = Path.of("src/test/resources/security-tests.txt");
  private static final String BEGIN = "<!-- table of security-tests.txt: begin -->\n";
  private static final String END = "<!-- table of security-tests.txt: end -->\n";
  private static final String ROW = "(?:A0|A-[A-Z]\\d\\d)";

  /** Rows, a colon, what is tried. */
  private static final Pattern TRIED = Pattern.compile("((?:" + ROW + " )*" + ROW + "): (.+)");

  /** What is not run, or not as it is written: a row, a colon, why. */
  private static final Pattern OPEN = Pattern.compile("! (" + ROW + "): (.+)");

  /** One test of one thing that is tried. */
  private record Named(String rows, String tried, String module, String type, String method) {
    String test() {
      return "`" + type + "#" + method + "`";
    }

    String line() {
      return String.join("|", rows, tried, test());
    }
  }

  private static List<String> lines() throws IOException {
    return Files.readAllLines(LIST).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  private static List<Named> named() throws IOException {
    var named = new ArrayList<Named>();
    String rows = "";
    String tried = null;
    for (String line : lines()) {
      Matcher heading = TRIED.matcher(line);
      if (line.startsWith("  ")) {
        String[] words = line.strip().split("[ #]");
        named.add(new Named(rows, tried, words[0], words[1], words[2]));
      } else if (!line.startsWith("!")) {
        rows = heading.matches() ? heading.group(1) : "";
        tried = heading.matches() ? heading.group(2) : line.strip();
      }
    }
    return named;
  }

  /** Row and reason of what is not run, or not as it is written. */
  private static List<String[]> open() throws IOException {
    return lines().stream()
        .filter(line -> line.startsWith("!"))
        .map(OPEN::matcher)
        .peek(line -> assertTrue(line.matches(), () -> "no row and reason: " + line))
        .map(line -> new String[] {line.group(1), line.group(2)})
        .toList();
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

  /** Tokens, duplicates, access, topics and versions of Kafka, keys and starts. */
  @Test
  void every_acceptance_row_is_tried_or_said_to_be_open() throws IOException {
    Set<String> rows = new TreeSet<>(List.of("A0"));
    IntStream.rangeClosed(1, 30).forEach(n -> rows.add("A-T%02d".formatted(n)));
    IntStream.rangeClosed(10, 15).forEach(n -> rows.add("A-K%02d".formatted(n)));
    IntStream.rangeClosed(1, 4).forEach(n -> rows.add("A-O%02d".formatted(n)));

    named().forEach(test -> rows.removeAll(Arrays.asList(test.rows.split(" "))));
    open().forEach(row -> rows.remove(row[0]));

    assertEquals(Set.of(), rows, "rows that are nowhere");
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
            .filter(line -> line.matches("\\|.*#.*"))
            .map(line -> line.split("\\|"))
            .map(c -> String.join("|", c[1].strip(), c[2].strip(), c[3].strip()))
            .toList();

    assertEquals(named().stream().map(Named::line).toList(), shown);
    assertTrue(shown.size() > 40, "the list is read");
  }

  @Test
  void the_page_has_what_is_not_run_and_why() throws IOException {
    String page = Files.readString(PAGE);
    for (String[] row : open()) {
      String line = "| " + row[0] + " | " + row[1] + " |";
      assertTrue(page.contains(line), () -> "the page does not have: " + line);
    }
  }

  private static String table() throws IOException {
    var lines = new ArrayList<String>();
    lines.add("| Row | What is tried | Test | Cases | Result |");
    lines.add("|---|---|---|---:|---|");
    int cases = 0;
    for (Named test : named()) {
      TestRun run = TestRun.of(test.module, test.type, test.method);
      cases += run.cases();
      lines.add(
          "| "
              + String.join(
                  " | ",
                  test.rows,
                  test.tried,
                  test.test(),
                  String.format("%,d", run.cases()),
                  run.result())
              + " |");
    }
    lines.add("");
    lines.add(String.format("%,d cases in %,d tests.", cases, named().size()));
    lines.add("");
    lines.add("## What can't be run");
    lines.add("");
    lines.add(
        "Here, or not as its row says; where tests are named above as well, they show the rest.");
    lines.add("");
    lines.add("| Row | Why |");
    lines.add("|---|---|");
    for (String[] row : open()) {
      lines.add("| " + row[0] + " | " + row[1] + " |");
    }
    return String.join("\n", lines) + "\n";
  }
}
