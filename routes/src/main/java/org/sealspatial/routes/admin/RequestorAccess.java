/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.sealspatial.routes.config.ClusterConfig;
import org.sealspatial.schemas.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a requestor may do on a secured cluster, and nothing else: write requests to the direct
 * topics, and read its own replies, alone or in a group named as itself.
 */
final class RequestorAccess {
  private static final Logger LOG = LoggerFactory.getLogger(RequestorAccess.class);
  private static final long PATIENCE_SECONDS = 15;
  private static final String ANY_HOST = "*";

  private final ClusterConfig cluster;

  RequestorAccess(ClusterConfig cluster) {
    this.cluster = cluster;
  }

  /**
   * Adds the access of these requestors; does nothing where the cluster has no authorizer. Where we
   * may not give rights, as an operator may not, it says who has to.
   */
  void grant(List<String> requestors) throws InterruptedException {
    Map<String, Object> properties = new HashMap<>(cluster.kafka().clientProperties());
    properties.put("client.id", cluster.topicPrefix() + "-access");
    try (Admin admin = Admin.create(properties)) {
      admin
          .createAcls(requestors.stream().flatMap(r -> of(cluster.topicPrefix(), r)).toList())
          .all()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClusterAuthorizationException) {
        LOG.warn(
            "no right to give access to {}; the brokers' administrator does, with: seal kafka acls"
                + " --apply --requestor NAME",
            requestors);
      } else if (!(e.getCause() instanceof SecurityDisabledException)) {
        throw new AdminFailure("can't grant access: " + e.getCause().getMessage(), e.getCause());
      }
    } catch (TimeoutException e) {
      throw new AdminFailure.BrokerAway("can't grant access: no answer in time", e);
    }
  }

  static Stream<AclBinding> of(String prefix, String requestor) {
    return Stream.of(
        topic(Topic.TOKEN_REQUESTS.in(prefix), AclOperation.WRITE, requestor),
        topic(Topic.SPATIAL_REQUESTS.in(prefix), AclOperation.WRITE, requestor),
        topic(Topic.replies(prefix, requestor), AclOperation.READ, requestor),
        binding(ResourceType.GROUP, requestor, AclOperation.READ, requestor));
  }

  private static AclBinding topic(String name, AclOperation operation, String requestor) {
    return binding(ResourceType.TOPIC, name, operation, requestor);
  }

  private static AclBinding binding(
      ResourceType type, String name, AclOperation operation, String requestor) {
    return new AclBinding(
        new ResourcePattern(type, name, PatternType.LITERAL),
        new AccessControlEntry("User:" + requestor, ANY_HOST, operation, AclPermissionType.ALLOW));
  }
}
