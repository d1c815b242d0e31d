package dev.transferjob.cluster;

import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;

/** Makes the keys, certificates, tokens and kubeconfig files of a cluster. */
final class Credentials {
  private final ClusterFolder folder;
  private final Network network;

  Credentials(ClusterFolder folder, Network network) {
    this.folder = folder;
    this.network = network;
  }

  void create() {
    var authority = new CertificateAuthority(folder.pki(), "ca", "kubernetes");
    authority.issueServer("apiserver", "kube-apiserver", "", apiServerNames());
    authority.issueServer("kubelet", "system:node:" + Node.NAME, "system:nodes", nodeNames());
    authority.issueClient("apiserver-kubelet-client", "kube-apiserver", "system:masters");
    // Extension servers tell by this second authority that a request came through the API server.
    new CertificateAuthority(folder.pki(), "front-proxy-ca", "front-proxy")
        .issueClient("front-proxy-client", "front-proxy-client", "");
    var serviceAccounts = CertificateAuthority.newKeys();
    CertificateAuthority.writePem(folder.pki().resolve("sa.key"), serviceAccounts.getPrivate());
    CertificateAuthority.writePem(folder.pki().resolve("sa.pub"), serviceAccounts.getPublic());
    users();
  }

  private void users() {
    var lines = new StringBuilder();
    for (var user : User.values()) {
      var token = newToken();
      lines.append(user.tokenLine(token));
      Atomically.write(folder.kubeconfig(user), kubeconfig(user, token));
    }
    Atomically.write(folder.pki().resolve("tokens.csv"), lines.toString());
  }

  private String kubeconfig(User user, String token) {
    return Serialization.asYaml(
        new ConfigBuilder()
            .addNewCluster()
            .withName(folder.name())
            .withNewCluster()
            .withServer(network.apiServerUrl())
            .withCertificateAuthorityData(authorityData())
            .endCluster()
            .endCluster()
            .addNewUser()
            .withName(user.userName())
            .withNewUser()
            .withToken(token)
            .endUser()
            .endUser()
            .addNewContext()
            .withName(folder.name())
            .withNewContext()
            .withCluster(folder.name())
            .withUser(user.userName())
            .endContext()
            .endContext()
            .withCurrentContext(folder.name())
            .build());
  }

  private String authorityData() {
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(folder.pki().resolve("ca.crt")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<GeneralName> apiServerNames() {
    var names =
        Stream.of(
                "localhost",
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local")
            .map(name -> new GeneralName(GeneralName.dNSName, name));
    var addresses =
        Stream.of("127.0.0.1", network.apiServerAddress(), network.firstServiceAddress())
            .distinct()
            .map(address -> new GeneralName(GeneralName.iPAddress, address));
    return Stream.concat(names, addresses).toList();
  }

  private List<GeneralName> nodeNames() {
    return List.of(
        new GeneralName(GeneralName.dNSName, Node.NAME),
        new GeneralName(GeneralName.iPAddress, network.apiServerAddress()));
  }

  private static String newToken() {
    var bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
