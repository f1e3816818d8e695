/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** An answer that writes itself. */
@FunctionalInterface
public interface Answer {
  /**
   * Writes one JSON object.
   *
   * @return whether the grant withholds something that was asked for
   */
  boolean writeTo(JsonGenerator json) throws IOException;
}
