package dev.transferjob.operator.transferjob;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

/** Notes every call to the API server as a right: verb, API group and resource. */
final class Calls implements Interceptor {
  private static final Pattern PATH =
      Pattern.compile(
          "/(?:api/v1|apis/(?<group>[^/]+)/[^/]+)(?:/namespaces/[^/]+)?/(?<resource>[a-z]+)"
              + "(?:/(?<name>[^/]+))?(?:/(?<subresource>[a-z]+))?");

  private final Set<String> rights = new ConcurrentSkipListSet<>();

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    var path = PATH.matcher(request.uri().getPath());
    if (!path.matches()) {
      return;
    }
    var query = request.uri().getQuery() == null ? "" : request.uri().getQuery();
    var resource = path.group("resource");
    if (path.group("subresource") != null) {
      resource += "/" + path.group("subresource");
    }
    var group = path.group("group") == null ? "" : path.group("group");
    rights.add(right(verb(request.method(), path.group("name"), query), group, resource));
  }

  static String right(String verb, String group, String resource) {
    return verb + " " + (group.isEmpty() ? "" : group + "/") + resource;
  }

  Set<String> rights() {
    return rights;
  }

  private static String verb(String method, String name, String query) {
    return switch (method) {
      case "GET" -> query.contains("watch=true") ? "watch" : name == null ? "list" : "get";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "DELETE" -> "delete";
      default -> method.toLowerCase(java.util.Locale.ROOT);
    };
  }
}
