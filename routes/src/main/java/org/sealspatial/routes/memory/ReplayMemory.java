/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.memory;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.replay.Remembered;
import org.sealspatial.jose.replay.RequestMemory;
import org.sealspatial.jose.replay.Room;
import org.sealspatial.routes.audit.AuditTrail;
import org.sealspatial.routes.kafkatx.Inbound;
import org.sealspatial.routes.kafkatx.PartitionState;
import org.sealspatial.schemas.v1.AuditRecord;

/**
 * The request memories of one worker's partitions. A partition's memory is rebuilt when it is
 * assigned, from its committed audit records, and only from those whose sender was proven; never
 * from raw requests, which anybody may write.
 */
public final class ReplayMemory implements PartitionState {
  private final History history;
  private final Views views;
  private final Clock clock;
  private final int capacity;
  private final Duration window;
  private final Room room;
  private final Map<String, RequestMemory> memories = new HashMap<>();
  private RequestMemory current;
  private int mark;

  /**
   * An empty memory.
   *
   * @param history where decisions are read back from
   * @param views what the next decisions stand on: never less than what these stood on
   * @param capacity requests remembered per partition
   * @param window how long
   * @param room what all memories of the process share
   */
  public ReplayMemory(
      History history, Views views, Clock clock, int capacity, Duration window, Room room) {
    this.history = history;
    this.views = views;
    this.clock = clock;
    this.capacity = capacity;
    this.window = window;
    this.room = room;
  }

  /** The memory a record is decided with. */
  public RequestMemory of(Inbound record) {
    current = memories.get(key(record.topic(), record.partition()));
    if (current == null) {
      throw new IllegalStateException("not the owner of " + record);
    }
    mark = current.staged();
    return current;
  }

  @Override
  public void assigned(String topic, int partition) {
    var memory = new RequestMemory(capacity, window, room);
    try {
      rebuild(memory, topic, partition);
    } catch (RuntimeException notReady) {
      memory.discard(); // the next attempt needs the room
      throw notReady;
    }
    memories.put(key(topic, partition), memory);
  }

  private void rebuild(RequestMemory memory, String topic, int partition) {
    Instant since = clock.instant().minus(window);
    Map<String, Long> state = new HashMap<>();
    history.read(
        partition,
        since,
        audit -> {
          audit.getState().forEach((table, offset) -> state.merge(table, offset, Math::max));
          boolean proven = audit.getAuthenticated() && audit.getProofHash() != null;
          if (proven && audit.getSource().getTopic().equals(topic)) {
            restore(memory, audit);
          }
        });
    views.catchUp(state);
  }

  private static void restore(RequestMemory memory, AuditRecord audit) {
    Remembered decision = remembered(audit);
    memory.restore(decision);
    String dpop = audit.getFacts().get(AuditTrail.DPOP_HASH);
    if (dpop != null) {
      memory.restore(decision.withProof(dpop));
    }
  }

  /** The decision in an audit record whose sender was proven. */
  static Remembered remembered(AuditRecord audit) {
    return new Remembered(
        audit.getClientId(),
        audit.getRequestId(),
        base64Url(audit.getRequestDigest()),
        audit.getProofHash(),
        Optional.ofNullable(audit.getCause()),
        Optional.ofNullable(audit.getJti()),
        audit.getIssuedAt() == null ? 0 : audit.getIssuedAt(),
        audit.getExpiresAt() == null ? 0 : audit.getExpiresAt(),
        Optional.ofNullable(audit.getGranted()),
        Optional.ofNullable(audit.getRule()),
        audit.getTime());
  }

  private static String base64Url(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return Base64Url.encode(copy);
  }

  @Override
  public void revoked(String topic, int partition) {
    RequestMemory memory = memories.remove(key(topic, partition));
    if (memory != null) {
      memory.discard();
    }
  }

  @Override
  public void committed() {
    memories.values().forEach(RequestMemory::commit);
  }

  @Override
  public void aborted() {
    memories.values().forEach(RequestMemory::rollback);
  }

  @Override
  public void quarantined(Inbound record) {
    if (current != null) {
      current.rollbackTo(mark);
    }
  }

  private static String key(String topic, int partition) {
    return topic + "/" + partition;
  }
}
