package dev.transferjob.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The addresses of a cluster; no two clusters of one machine share any that both can see. */
sealed interface Network {

  String apiServerAddress();

  int apiServerPort();

  /** Service addresses, as a CIDR. */
  String services();

  /** The address of the Service {@code kubernetes}. */
  String firstServiceAddress();

  default String apiServerUrl() {
    return "https://" + apiServerAddress() + ":" + apiServerPort();
  }

  /**
   * A control plane alone listens on this machine's loopback; nothing routes to its Services.
   *
   * @param apiServerPort a port that was free a moment ago
   */
  record Loopback(int apiServerPort) implements Network {
    static Loopback onFreePort() {
      return new Loopback(freePort());
    }

    static int freePort() {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException("No free port on 127.0.0.1", e);
      }
    }

    @Override
    public String apiServerAddress() {
      return "127.0.0.1";
    }

    @Override
    public String services() {
      return "10.96.0.0/16";
    }

    @Override
    public String firstServiceAddress() {
      return "10.96.0.1";
    }
  }

  /**
   * A cluster with a node has a network namespace of its own, and a cable between it and this
   * machine.
   *
   * @param number 0 to 255, one for each such cluster of the machine
   */
  record OwnNamespace(int number) implements Network {
    static final int LAST = 255;

    @Override
    public String apiServerAddress() {
      return "10.213." + number + ".2";
    }

    @Override
    public int apiServerPort() {
      return 6443;
    }

    @Override
    public String services() {
      return "10.215." + number + ".0/24";
    }

    @Override
    public String firstServiceAddress() {
      return "10.215." + number + ".1";
    }

    String pods() {
      return "10.214." + number + ".0/24";
    }

    /** This machine's end of the cable. */
    String hostAddress() {
      return "10.213." + number + ".1";
    }

    String hostInterface() {
      return "transferjob" + number;
    }
  }
}
