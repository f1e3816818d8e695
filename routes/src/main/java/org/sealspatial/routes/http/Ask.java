/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.sealspatial.routes.rpc.KafkaRpc;
import org.sealspatial.routes.rpc.Reply;

/** The step over Kafka and back: no thread waits while the answer is under way. */
final class Ask extends AsyncProcessorSupport {
  private final KafkaRpc rpc;

  Ask(KafkaRpc rpc) {
    this.rpc = rpc;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    Question question = exchange.getMessage().getBody(Question.class);
    var answer = rpc.call(question.call());
    if (answer.isDone()) {
      answer.whenComplete((reply, failure) -> settle(exchange, question, reply, failure));
      callback.done(true);
      return true;
    }
    answer.whenComplete(
        (reply, failure) -> {
          settle(exchange, question, reply, failure);
          callback.done(false);
        });
    return false;
  }

  private static void settle(Exchange exchange, Question question, Reply reply, Throwable failure) {
    if (failure != null) {
      exchange.setException(failure instanceof CompletionException ? failure.getCause() : failure);
    } else {
      exchange.getMessage().setBody(new Question.Answered(question.http(), reply));
    }
  }
}
