package dev.transferjob.operator.faults;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request to the API server.
 *
 * @param resource the plural of its kind, with the subresource if there is one
 * @param name empty for a list and a creation
 */
record Call(String method, String resource, Optional<String> name, boolean isWatch) {
  private static final Pattern PATH =
      Pattern.compile(
          "/(?:api/v1|apis/[^/]+/[^/]+)(?:/namespaces/[^/]+)?/(?<resource>[a-z]+)"
              + "(?:/(?<name>[^/]+))?(?:/(?<sub>[a-z]+))?");

  /** Empty for what is no object: discovery, version. */
  static Optional<Call> of(String method, String path, String query) {
    var matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var sub = matcher.group("sub");
    return Optional.of(
        new Call(
            method,
            matcher.group("resource") + (sub == null ? "" : "/" + sub),
            Optional.ofNullable(matcher.group("name")),
            query != null && query.contains("watch=true")));
  }

  /** A client may ask by a POST what its rights are. */
  boolean isRead() {
    return method.equals("GET") || resource.equals("selfsubjectrulesreviews");
  }

  boolean isList() {
    return method.equals("GET") && name.isEmpty() && !isWatch;
  }

  /** Lists fill the caches at a moment that depends on the client, so nothing is bound to them. */
  Optional<String> what() {
    return isList() || isWatch ? Optional.empty() : Optional.of(method + " " + resource);
  }
}
