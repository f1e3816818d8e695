/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.sim;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.sealspatial.routes.kafkatx.Answer;
import org.sealspatial.routes.kafkatx.Answering.Room;
import org.sealspatial.routes.kafkatx.Batch;
import org.sealspatial.routes.kafkatx.Inbound;
import org.sealspatial.routes.memory.ReplayMemory;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.sim.TokenIssuance;
import org.sealspatial.sim.TokenReply;

/** Takes a batch of token requests through SIM-S, all on one view of the state. */
public final class TokenDesk {
  private final TokenRequestCodec codec;
  private final TokenIssuance sim;
  private final InquiryDesk inquiries;
  private final Supplier<SimState> state;
  private final Clock clock;

  /** With the codec, the use cases, the state as it changes, and the processor's clock. */
  public TokenDesk(
      TokenRequestCodec codec,
      TokenIssuance sim,
      InquiryDesk inquiries,
      Supplier<SimState> state,
      Clock clock) {
    this.codec = codec;
    this.sim = sim;
    this.inquiries = inquiries;
    this.state = state;
    this.clock = clock;
  }

  /** Answers every request of the batch. */
  public Batch authorize(Batch batch) {
    SimState view = state.get();
    ReplayMemory memory = batch.state(ReplayMemory.class);
    batch.answerEach((record, room) -> answer(record, room, view, memory));
    return batch;
  }

  private Answer answer(Inbound record, Room room, SimState state, ReplayMemory memory) {
    Instant now = clock.instant();
    try {
      TokenRequestCodec.Decoded decoded = codec.decode(record);
      if (room == Room.LITTLE) {
        return null; // there is no smaller token
      }
      TokenReply reply = sim.handle(decoded.call(), state.view(), memory.of(record), now);
      return codec.encode(record, decoded, reply, state.offsets(), now);
    } catch (UnreadableRecord e) {
      return e.reason() == FailureCause.SCHEMA_MISMATCH
          ? other(record, room, state, memory, now)
          : codec.unreadable(record, e, room, state.offsets(), now);
    }
  }

  /** The body is no token request: an inquiry, or nothing that we know. */
  private Answer other(
      Inbound record, Room room, SimState state, ReplayMemory memory, Instant now) {
    try {
      return room == Room.LITTLE ? null : inquiries.answer(record, state, memory.of(record), now);
    } catch (UnreadableRecord e) {
      return codec.unreadable(record, e, room, state.offsets(), now);
    }
  }
}
