/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An answer as text.
 *
 * @param json UTF-8 of at most the limit's length
 * @param withheld whether the grant hides something
 */
public record AnswerText(String json, boolean withheld) {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  /** Thrown while an answer is written that is over its limit. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super("the answer is over its limit");
    }
  }

  /** The text of this answer; empty where it would be longer than this many bytes. */
  public static Optional<AnswerText> of(Answer answer, int maxBytes) {
    var bytes = new Bounded(maxBytes);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      boolean withheld = answer.writeTo(json);
      json.flush();
      return Optional.of(new AnswerText(bytes.text(), withheld));
    } catch (TooLarge e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written to", e);
    }
  }

  private static final class Bounded extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int max;
    private boolean full;

    Bounded(int max) {
      this.max = max;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      if (full) {
        return; // closing writes what was buffered once more
      }
      if (bytes.size() + length > max) {
        full = true;
        throw new TooLarge();
      }
      bytes.write(from, offset, length);
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
