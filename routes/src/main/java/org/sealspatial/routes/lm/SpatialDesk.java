/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.lm;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.sealspatial.lm.SpatialAccess;
import org.sealspatial.lm.SpatialReply;
import org.sealspatial.routes.kafkatx.Answer;
import org.sealspatial.routes.kafkatx.Answering.Room;
import org.sealspatial.routes.kafkatx.Batch;
import org.sealspatial.routes.kafkatx.Inbound;
import org.sealspatial.routes.memory.ReplayMemory;
import org.sealspatial.schemas.UnreadableRecord;

/** Takes a batch of spatial requests through LM-S, all on one view of the state. */
public final class SpatialDesk {
  private final SpatialRequestCodec codec;
  private final SpatialAccess lm;
  private final Supplier<SpatialState> state;
  private final Clock clock;

  /** With the codec, the use case, the state as it changes, and the processor's clock. */
  public SpatialDesk(
      SpatialRequestCodec codec, SpatialAccess lm, Supplier<SpatialState> state, Clock clock) {
    this.codec = codec;
    this.lm = lm;
    this.state = state;
    this.clock = clock;
  }

  /** Answers every request of the batch. */
  public Batch serve(Batch batch) {
    SpatialState view = state.get();
    ReplayMemory memory = batch.state(ReplayMemory.class);
    batch.answerEach((record, room) -> answer(record, room, view, memory));
    return batch;
  }

  private Answer answer(Inbound record, Room room, SpatialState state, ReplayMemory memory) {
    Instant now = clock.instant();
    try {
      SpatialRequestCodec.Decoded decoded = codec.decode(record);
      SpatialAccess access = room == Room.LITTLE ? lm.withoutRoom() : lm;
      SpatialReply reply = access.handle(decoded.call(), state.view(), memory.of(record), now);
      return codec.encode(record, decoded, reply, state, now);
    } catch (UnreadableRecord e) {
      return codec.unreadable(record, e, room, state, now);
    }
  }
}
