/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import org.sealspatial.routes.rpc.Call;
import org.sealspatial.routes.rpc.Reply;

/** An HTTP request and the call it became. */
record Question(HttpCall http, Call call) {

  /** The question and the processor's reply to it. */
  record Answered(HttpCall http, Reply reply) {}
}
