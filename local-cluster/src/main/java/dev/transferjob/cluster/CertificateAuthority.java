package dev.transferjob.cluster;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObjectGenerator;

/** Issues the certificates of one cluster; key and certificate files lie side by side. */
final class CertificateAuthority {
  private static final Duration BACKDATED = Duration.ofHours(1);
  private static final Duration VALID = Duration.ofDays(365);

  private final Path folder;
  private final X500Name name;
  private final KeyPair keys = newKeys();

  CertificateAuthority(Path folder, String file, String commonName) {
    this.folder = folder;
    this.name = subject(commonName, "");
    try {
      var certificate = certificate(name, keys);
      certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      certificate.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
      sign(file, certificate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For a server at these addresses. */
  void issueServer(String file, String commonName, String group, List<GeneralName> addresses) {
    var names = new GeneralNames(addresses.toArray(GeneralName[]::new));
    issue(file, subject(commonName, group), KeyPurposeId.id_kp_serverAuth, names);
  }

  /** For a client, who is known by this name and group. */
  void issueClient(String file, String commonName, String group) {
    issue(file, subject(commonName, group), KeyPurposeId.id_kp_clientAuth, null);
  }

  private void issue(String file, X500Name subject, KeyPurposeId purpose, GeneralNames addresses) {
    var own = newKeys();
    try {
      var certificate = certificate(subject, own);
      certificate.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      if (addresses != null) {
        certificate.addExtension(Extension.subjectAlternativeName, false, addresses);
      }
      sign(file, certificate);
      writePem(folder.resolve(file + ".key"), own.getPrivate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private X509v3CertificateBuilder certificate(X500Name subject, KeyPair of) {
    var serial = new BigInteger(127, new SecureRandom());
    var from = Date.from(Instant.now().minus(BACKDATED));
    var until = Date.from(Instant.now().plus(VALID));
    return new JcaX509v3CertificateBuilder(name, serial, from, until, subject, of.getPublic());
  }

  private void sign(String file, X509v3CertificateBuilder certificate) {
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      writePem(folder.resolve(file + ".crt"), certificate.build(signer));
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X500Name subject(String commonName, String group) {
    var builder = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName);
    return group.isEmpty() ? builder.build() : builder.addRDN(BCStyle.O, group).build();
  }

  static KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static void writePem(Path file, Object keyOrCertificate) {
    Atomically.write(
        file,
        out -> {
          var pem = new JcaPEMWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII));
          pem.writeObject(
              keyOrCertificate instanceof PrivateKey key ? pkcs8(key) : keyOrCertificate);
          pem.flush();
        });
  }

  /** The JDK's EC keys do not name their curve in the older form, and Go wants it there. */
  private static PemObjectGenerator pkcs8(PrivateKey key) throws IOException {
    return new JcaPKCS8Generator(key, null);
  }
}
