/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;

/**
 * Schemas of other versions whose records are read beside our own, by their fingerprints. A closed
 * list that stands at start: nothing is ever looked up in a network or taken from a record.
 *
 * <p>Each was found to be resolvable to our schema of the same full name (Avro specification,
 * "Schema Resolution"). A field that its writer renamed is known by the writer's aliases, too. Of a
 * schema nothing is kept but what its bytes need: no default, no logical type, no class name.
 */
public final class WriterSchemas {
  private static final int MAX_FILE = 1 << 20;
  private static final WriterSchemas NONE = new WriterSchemas(Map.of());

  private final Map<Long, Schema> byFingerprint;

  private WriterSchemas(Map<Long, Schema> byFingerprint) {
    this.byFingerprint = Map.copyOf(byFingerprint);
  }

  /** No schemas but our own. */
  public static WriterSchemas none() {
    return NONE;
  }

  /**
   * The schemas of all files {@code *.avsc} of a folder, each complete in itself.
   *
   * @throws IllegalArgumentException with every file that is not to be used, and why
   */
  public static WriterSchemas in(Path folder) {
    var found = new LinkedHashMap<Long, Schema>();
    var problems = new ArrayList<String>();
    for (Path file : files(folder)) {
      try {
        Schema writer = parse(file);
        add(found, writer);
      } catch (IOException | AvroRuntimeException | IllegalArgumentException e) {
        problems.add(file.getFileName() + " " + oneLine(e));
      } catch (StackOverflowError e) {
        problems.add(file.getFileName() + " is nested too deeply");
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "must be a folder of schemas that ours can be read from: " + String.join("; ", problems));
    }
    return new WriterSchemas(found);
  }

  /** The schema that this fingerprint names, cut down; null where it is not in the list. */
  Schema find(long fingerprint) {
    return byFingerprint.get(fingerprint);
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".avsc")).sorted().toList();
    } catch (IOException e) {
      throw new IllegalArgumentException("must be a folder that can be read, not " + folder, e);
    }
  }

  private static Schema parse(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE) {
      throw new IllegalArgumentException("is over " + MAX_FILE + " bytes");
    }
    return new Schema.Parser().parse(Files.readString(file));
  }

  private static void add(Map<Long, Schema> found, Schema writer) {
    Schema cut = readable(writer);
    Schema other = found.put(SchemaNormalization.parsingFingerprint64(writer), cut);
    if (other != null && !other.equals(cut)) {
      throw new IllegalArgumentException("is the schema of another file with other aliases");
    }
  }

  private static Schema readable(Schema writer) {
    Schema reader =
        ours(writer)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "is no record type of ours: " + writer.getFullName()));
    Schema cut = BareSchema.of(writer, reader);
    SchemaCompatibilityResult result =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, cut).getResult();
    if (result.getCompatibility() != SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE) {
      throw new IllegalArgumentException(
          "can't be read as our " + reader.getName() + ": " + reasons(result));
    }
    return cut;
  }

  private static Optional<Schema> ours(Schema writer) {
    return Wire.Types.ALL.stream()
        .map(type -> SpecificData.get().getSchema(type))
        .filter(ours -> ours.getFullName().equals(writer.getFullName()))
        .findFirst();
  }

  private static String reasons(SchemaCompatibilityResult result) {
    return result.getIncompatibilities().stream()
        .map(
            reason ->
                reason.getType() + " at " + reason.getLocation() + " (" + reason.getMessage() + ")")
        .collect(Collectors.joining(", "));
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
  }
}
