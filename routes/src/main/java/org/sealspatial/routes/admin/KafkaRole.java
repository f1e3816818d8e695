/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.sealspatial.schemas.Topic;

/**
 * The least each role needs on a secured cluster; what is not here is forbidden. The table of
 * docs/kafka-security.md is made from this. Nobody but the brokers' administrator may alter or
 * delete a topic, make topics and users, or give rights.
 */
public enum KafkaRole {
  /** SIM-S. */
  SIM {
    @Override
    Stream<Right> own(String prefix) {
      return all(
          workers(prefix, "sim", Topic.TOKEN_REQUESTS, Topic.HTTP_TOKEN_REQUESTS),
          read(prefix, Topic.CLIENTS, Topic.POLICIES, Topic.KEYS, Topic.REVOCATIONS),
          write(prefix, Topic.KEYS, Topic.REVOCATIONS, Topic.CHANGES));
    }
  },
  /** LM-S. */
  LM {
    @Override
    Stream<Right> own(String prefix) {
      return all(
          workers(prefix, "lm", Topic.SPATIAL_REQUESTS, Topic.HTTP_SPATIAL_REQUESTS),
          read(prefix, Topic.CLIENTS, Topic.KEYS, Topic.REVOCATIONS),
          read(prefix, Topic.SPATIAL_MAPS, Topic.SPATIAL_ANCHORS));
    }
  },
  /** The HTTP gateway; what it refuses before Kafka it sums up in the audit. */
  GATEWAY {
    @Override
    Stream<Right> own(String prefix) {
      String replies = Topic.replies(prefix, Topic.GATEWAY_REQUESTOR);
      return all(
          write(prefix, Topic.HTTP_TOKEN_REQUESTS, Topic.HTTP_SPATIAL_REQUESTS, Topic.AUDIT),
          read(prefix, Topic.KEYS),
          Stream.of(new Right(TOPIC, LITERAL, replies, READ)));
    }
  },
  /** Who runs seal apply, delete, import, revoke and list. */
  OPERATOR {
    @Override
    Stream<Right> own(String prefix) {
      Topic[] tables = {
        Topic.CLIENTS, Topic.POLICIES, Topic.REVOCATIONS, Topic.SPATIAL_MAPS, Topic.SPATIAL_ANCHORS
      };
      return all(
          read(prefix, tables),
          read(prefix, Topic.AUDIT), // a dry run of revoke counts the live tokens in it
          write(prefix, tables),
          write(prefix, Topic.CHANGES),
          Stream.of(
              new Right(TOPIC, PREFIXED, prefix + ".replies.", CREATE),
              new Right(TRANSACTIONAL_ID, LITERAL, prefix + "-apply", WRITE)));
    }
  },
  /** Who reads the audit and checks it. */
  AUDITOR {
    @Override
    Stream<Right> own(String prefix) {
      return read(prefix, Topic.AUDIT, Topic.CHANGES, Topic.KEYS);
    }
  };

  /**
   * One thing a role may do.
   *
   * @param type of the resource
   * @param pattern whether the name is the whole of it or its beginning
   * @param name of the resource
   * @param operation what may be done with it; read and write include describe
   */
  public record Right(ResourceType type, PatternType pattern, String name, AclOperation operation) {

    AclBinding of(String principal) {
      return new AclBinding(
          new ResourcePattern(type, name, pattern),
          new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW));
    }

    @Override
    public String toString() {
      return operation + " " + type + " " + name + (pattern == PREFIXED ? "*" : "");
    }
  }

  abstract Stream<Right> own(String prefix);

  /** All it may do in the deployment with this prefix. */
  public List<Right> rights(String prefix) {
    // at its start each process compares the topics with the plan
    return all(
            own(prefix),
            Stream.of(
                new Right(TOPIC, PREFIXED, prefix + ".", DESCRIBE),
                new Right(TOPIC, PREFIXED, prefix + ".", DESCRIBE_CONFIGS)))
        .toList();
  }

  /** Who it is unless the operator says otherwise, such as {@code User:seal-sim}. */
  public String usualPrincipal(String prefix) {
    return "User:" + prefix + "-" + word();
  }

  /** Its name in commands and documents. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Requests in, answers, audit and dead letters out, in transactions of its own group. */
  private static Stream<Right> workers(String prefix, String name, Topic direct, Topic http) {
    String group = prefix + "-" + name;
    return all(
        read(prefix, direct, http, Topic.AUDIT),
        write(prefix, Topic.AUDIT, Topic.DEAD_LETTERS),
        Stream.of(
            new Right(TOPIC, PREFIXED, prefix + ".replies.", WRITE),
            new Right(GROUP, LITERAL, group, READ),
            new Right(TRANSACTIONAL_ID, PREFIXED, group + "-", WRITE)));
  }

  private static Stream<Right> read(String prefix, Topic... topics) {
    return Stream.of(topics).map(topic -> new Right(TOPIC, LITERAL, topic.in(prefix), READ));
  }

  private static Stream<Right> write(String prefix, Topic... topics) {
    return Stream.of(topics).map(topic -> new Right(TOPIC, LITERAL, topic.in(prefix), WRITE));
  }

  @SafeVarargs
  private static Stream<Right> all(Stream<Right>... parts) {
    return Stream.of(parts).flatMap(part -> part);
  }
}
