/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives test methods a {@link KafkaUnderTest}, shared by the JVM, and {@link TestTopics} of their
 * own. {@code -Dit.kafka=injvm|process|container|auto} chooses the form; auto is injvm.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KafkaExtension.class)
public @interface WithKafka {}
