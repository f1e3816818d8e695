/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Resolves the parameters of {@link WithKafka}; the broker ends with the last test of the JVM. */
final class KafkaExtension implements BeforeAllCallback, ParameterResolver {

  private static final Namespace HERE = Namespace.create(KafkaExtension.class);

  /** Starts it before any parameter is asked for: a form that can't be had aborts, not fails. */
  @Override
  public void beforeAll(ExtensionContext context) {
    shared(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == KafkaUnderTest.class || type == TestTopics.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    KafkaUnderTest kafka = shared(context);
    if (parameter.getParameter().getType() == KafkaUnderTest.class) {
      return kafka;
    }
    return context
        .getStore(HERE)
        .getOrComputeIfAbsent(
            TestTopics.class, none -> new TestTopics(kafka.bootstrap()), TestTopics.class);
  }

  private static KafkaUnderTest shared(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(HERE)
        .getOrComputeIfAbsent(KafkaUnderTest.class, none -> start(), KafkaUnderTest.class);
  }

  private static KafkaUnderTest start() {
    String form = System.getProperty("it.kafka", "auto");
    return switch (form) {
      case "auto", "injvm" -> new InJvmKafka();
      case "process" -> new ChildJvmKafka(1);
      case "container" -> new ContainerKafka();
      default -> throw new IllegalArgumentException("it.kafka can't be " + form);
    };
  }
}
