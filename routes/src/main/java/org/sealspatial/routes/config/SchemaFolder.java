/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.nio.file.Path;
import org.sealspatial.schemas.WriterSchemas;

/**
 * A folder with schemas of other versions.
 *
 * @param path a folder in which every schema can be read as ours
 */
public record SchemaFolder(Path path) {
  /** Refuses a folder with a schema that is of no use, with its file and the reason. */
  public SchemaFolder {
    WriterSchemas.in(path);
  }

  static SchemaFolder parse(String text) {
    return new SchemaFolder(Parse.path(text));
  }

  /** The schemas in it. */
  public WriterSchemas writers() {
    return WriterSchemas.in(path);
  }
}
