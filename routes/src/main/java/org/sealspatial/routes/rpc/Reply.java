/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import java.nio.ByteBuffer;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenResponse;

/** An answer of a processor, and what says whose it is. */
public sealed interface Reply {
  /** Correlation id as the answer has it; null where it has none. */
  String correlationId();

  /** The client the answer is for. */
  String clientId();

  /** SHA-256 of the body of the request that is answered. */
  ByteBuffer bodyDigest();

  /** The answer of SIM-S. */
  record Token(TokenResponse response) implements Reply {
    @Override
    public String correlationId() {
      return response.getCorrelationId();
    }

    @Override
    public String clientId() {
      return response.getClientId();
    }

    @Override
    public ByteBuffer bodyDigest() {
      return response.getBodyDigest();
    }
  }

  /** The answer of LM-S. */
  record Spatial(SpatialResponse response) implements Reply {
    @Override
    public String correlationId() {
      return response.getCorrelationId();
    }

    @Override
    public String clientId() {
      return response.getClientId();
    }

    @Override
    public ByteBuffer bodyDigest() {
      return response.getBodyDigest();
    }
  }
}
