package dev.transferjob.operator.transferjob;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** POSTs reports to a packaged operator, over TLS with the chart's certificate. */
final class ProgressClient {
  private final String address;
  private final SSLContext trusting;

  ProgressClient(PackagedOperator operator) throws IOException, GeneralSecurityException {
    address = "https://localhost:" + operator.progressPort();
    trusting = trusting(operator.certificateAuthority());
  }

  /**
   * The status of the answer.
   *
   * @param token none where it is empty
   */
  int post(String path, String token, String body) throws IOException {
    var connection = (HttpsURLConnection) URI.create(address + path).toURL().openConnection();
    connection.setSSLSocketFactory(trusting.getSocketFactory());
    // The certificate's name is that of the Service.
    connection.setHostnameVerifier((_, _) -> true);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    if (!token.isEmpty()) {
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    try (var out = connection.getOutputStream()) {
      out.write(body.getBytes(UTF_8));
    }
    return connection.getResponseCode();
  }

  private static SSLContext trusting(Path certificate)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var pem = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
