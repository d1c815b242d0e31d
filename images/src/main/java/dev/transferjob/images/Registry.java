package dev.transferjob.images;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A place in a registry below which images are pushed.
 *
 * @param prefix host and path, for example {@code registry.example.com/team}
 */
public record Registry(String prefix) {
  public Registry {
    if (prefix.isBlank() || prefix.contains("://") || prefix.endsWith("/")) {
      throw new IllegalArgumentException(
          "A registry is HOST or HOST/PATH, without a scheme and a slash at the end: " + prefix);
    }
  }

  /** The full name of an image, as a pod names it. */
  public String nameOf(String image) {
    return prefix + "/" + image;
  }

  Containerizer destination(String image) throws InvalidImageReferenceException {
    ImageReference reference = ImageReference.parse(nameOf(image));
    var credentials = CredentialRetrieverFactory.forImage(reference, _ -> {});
    RegistryImage target =
        RegistryImage.named(reference)
            .addCredentialRetriever(credentials.dockerConfig())
            .addCredentialRetriever(credentials.wellKnownCredentialHelpers());
    return Containerizer.to(target).setAllowInsecureRegistries(isOnThisMachine());
  }

  private boolean isOnThisMachine() {
    String host = prefix.replaceFirst("[:/].*", "");
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
