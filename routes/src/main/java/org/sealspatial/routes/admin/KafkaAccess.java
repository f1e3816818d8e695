/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.sealspatial.routes.config.ClusterConfig;

/** The access control lists of a deployment: as they must be, and put in force. */
public final class KafkaAccess {
  private static final long PATIENCE_SECONDS = 30;

  private final ClusterConfig cluster;
  private final Map<KafkaRole, String> principals;
  private final List<String> requestors;

  /**
   * The lists of this deployment.
   *
   * @param principals whom the roles are, such as {@code User:CN=sim}; a role that is missing has
   *     its usual one
   * @param requestors names of the requestors that have access, too
   */
  public KafkaAccess(
      ClusterConfig cluster, Map<KafkaRole, String> principals, List<String> requestors) {
    this.cluster = cluster;
    this.principals = Map.copyOf(principals);
    this.requestors = List.copyOf(requestors);
  }

  /** What {@link #apply} did. */
  public record Applied(int entries, List<String> beyond) {
    /** Copies the list. */
    public Applied {
      beyond = List.copyOf(beyond);
    }
  }

  /** One line for each entry: who may do what. */
  public List<String> lines() {
    return bindings().stream().map(KafkaAccess::line).toList();
  }

  private List<AclBinding> bindings() {
    String prefix = cluster.topicPrefix();
    List<AclBinding> all = new ArrayList<>();
    for (KafkaRole role : KafkaRole.values()) {
      String principal = principals.getOrDefault(role, role.usualPrincipal(prefix));
      role.rights(prefix).forEach(right -> all.add(right.of(principal)));
    }
    requestors.forEach(requestor -> all.addAll(RequestorAccess.of(prefix, requestor).toList()));
    return all;
  }

  private static String line(AclBinding acl) {
    var right =
        new KafkaRole.Right(
            acl.pattern().resourceType(),
            acl.pattern().patternType(),
            acl.pattern().name(),
            acl.entry().operation());
    return acl.entry().principal() + " " + right;
  }

  /**
   * Adds what is missing. What the same principals have beyond that is told and left: it may be of
   * another deployment.
   *
   * @throws AdminFailure where the cluster has no authorizer, or does not let us
   */
  public Applied apply() throws InterruptedException {
    Map<String, Object> properties = new HashMap<>(cluster.kafka().clientProperties());
    properties.put("client.id", cluster.topicPrefix() + "-access");
    List<AclBinding> planned = bindings();
    try (Admin admin = Admin.create(properties)) {
      await(admin.createAcls(planned).all());
      return new Applied(planned.size(), beyond(admin, planned));
    }
  }

  private List<String> beyond(Admin admin, List<AclBinding> planned) throws InterruptedException {
    Set<String> ours =
        planned.stream().map(acl -> acl.entry().principal()).collect(Collectors.toSet());
    Stream.Builder<AclBinding> found = Stream.builder();
    for (String principal : ours) {
      await(admin.describeAcls(entriesOf(principal)).values()).forEach(found);
    }
    return found
        .build()
        .filter(acl -> !planned.contains(acl))
        .map(KafkaAccess::line)
        .sorted()
        .toList();
  }

  private static AclBindingFilter entriesOf(String principal) {
    return new AclBindingFilter(
        ResourcePatternFilter.ANY,
        new AccessControlEntryFilter(principal, null, AclOperation.ANY, AclPermissionType.ALLOW));
  }

  private static <T> T await(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      String why =
          e.getCause() instanceof SecurityDisabledException
              ? "the cluster has no authorizer (authorizer.class.name)"
              : e.getCause().getMessage();
      throw new AdminFailure("can't give access: " + why, e.getCause());
    } catch (TimeoutException e) {
      throw new AdminFailure.BrokerAway("can't give access: no answer in time", e);
    }
  }

  /** The table of the documentation: a row for each entry of each role. */
  static String table(String prefix) {
    var table = new StringBuilder("| Role | Usual principal | May |\n|---|---|---|\n");
    for (KafkaRole role : KafkaRole.values()) {
      row(table, role.word(), role.usualPrincipal(prefix), role.rights(prefix));
    }
    row(table, "a requestor, such as arcade", "User:arcade", requestorRights(prefix));
    return table
        .append("| nobody in particular | `User:ANONYMOUS` and all others | nothing |\n")
        .toString();
  }

  private static List<KafkaRole.Right> requestorRights(String prefix) {
    return RequestorAccess.of(prefix, "arcade")
        .map(
            acl ->
                new KafkaRole.Right(
                    acl.pattern().resourceType(),
                    acl.pattern().patternType(),
                    acl.pattern().name(),
                    acl.entry().operation()))
        .toList();
  }

  private static void row(
      StringBuilder table, String role, String principal, Collection<KafkaRole.Right> rights) {
    String all =
        rights.stream()
            .map(right -> "`" + right + "`")
            .sorted()
            .collect(Collectors.joining("<br>"));
    table.append(String.format("| %s | `%s` | %s |%n", role, principal, all));
  }
}
