/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.util.ClassSecurityValidator;
import org.sealspatial.bench.process.Parent;
import org.sealspatial.bench.process.Quiet;
import org.sealspatial.schemas.v1.TokenRequest;

/**
 * The yardstick: what a careful engineer writes with kafka-clients, Avro and nimbus-jose-jwt alone
 * when requests must be answered exactly once, and nothing else is asked. No Camel, no tables, no
 * policy, no replay memory, no map.
 *
 * <p>Like the product it reads the same records, does the same cryptography with the same provider,
 * writes a response and an audit record of the same size, and commits both with the offsets in one
 * transaction per batch, with the same client settings. It is tuned: signers, verifiers, decoders
 * and encoders are made once, every token is parsed once and digested once.
 */
public final class CeilingMain {
  private CeilingMain() {}

  /** Takes a properties file, see {@link CeilingSettings}; runs until it is killed. */
  public static void main(String[] args) throws Exception {
    Parent.follow();
    Quiet.logs();
    trustRecordTypes();
    CeilingSettings settings = CeilingSettings.read(Path.of(args[0]));
    List<Thread> workers = new ArrayList<>();
    for (int n = 0; n < settings.workers(); n++) {
      workers.add(new Thread(new CeilingWorker(settings, Jobs.make(settings), n), "worker-" + n));
    }
    workers.forEach(Thread::start);
    for (Thread worker : workers) {
      worker.join();
    }
    System.exit(1); // a worker ends only by a failure
  }

  /** Avro makes only classes it is told to trust. */
  static void trustRecordTypes() {
    String ours = TokenRequest.class.getPackageName();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(ours)));
  }
}
