package dev.transferjob.cluster;

import java.util.List;
import java.util.stream.Stream;

/** A pair of network interfaces, one on this machine and one in a node's namespace. */
final class Cable {
  private Cable() {}

  /**
   * Lays a cable to the network namespace of a process, with the first number that is free on this
   * machine, and routes to its pods and Services. All of it ends with that namespace.
   */
  static Network.OwnNamespace plugInto(long pid) {
    var network = layFirstFree(pid);
    var host = network.hostInterface();
    ip("addr", "add", network.hostAddress() + "/24", "dev", host);
    ip("link", "set", host, "up");
    ipInside(pid, "addr", "add", network.apiServerAddress() + "/24", "dev", "eth0");
    ipInside(pid, "link", "set", "eth0", "up");
    ipInside(pid, "route", "add", "default", "via", network.hostAddress());
    for (var destination : List.of(network.pods(), network.services())) {
      ip("route", "add", destination, "via", network.apiServerAddress(), "dev", host);
    }
    return network;
  }

  private static Network.OwnNamespace layFirstFree(long pid) {
    var taken = ip("-brief", "link", "show");
    for (var number = 0; number <= Network.OwnNamespace.LAST; number++) {
      var network = new Network.OwnNamespace(number);
      if (!taken.contains(network.hostInterface() + "@") && lay(network, pid)) {
        return network;
      }
    }
    throw new IllegalStateException("No network number is free; take a cluster down first.");
  }

  /**
   * The kernel refuses a name that is taken, so two clusters that start at once cannot share one.
   */
  private static boolean lay(Network.OwnNamespace network, long pid) {
    try {
      ip(
          "link",
          "add",
          network.hostInterface(),
          "type",
          "veth",
          "peer",
          "name",
          "eth0",
          "netns",
          Long.toString(pid));
      return true;
    } catch (IllegalStateException e) {
      if (e.getMessage().contains("File exists")) {
        return false;
      }
      throw e;
    }
  }

  private static String ip(String... arguments) {
    return Command.run(withArguments(List.of("ip"), arguments));
  }

  private static void ipInside(long pid, String... arguments) {
    Command.run(withArguments(List.of("nsenter", "--target=" + pid, "--net", "ip"), arguments));
  }

  private static List<String> withArguments(List<String> command, String... arguments) {
    return Stream.concat(command.stream(), Stream.of(arguments)).toList();
  }
}
