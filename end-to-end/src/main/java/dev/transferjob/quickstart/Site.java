package dev.transferjob.quickstart;

import java.nio.file.Path;
import java.util.List;

/** Where the quick start runs: a cluster of this machine, or one that is there already. */
sealed interface Site permits LocalSite, ExistingSite {
  /** Makes the cluster and the images ready, and returns the cluster's kubeconfig. */
  Path prepare() throws Exception;

  /** The full names of the operator's and of the trainer's image, in this order. */
  List<String> imageNames();

  /** Makes the claims {@code samples} and {@code models}. */
  void provideClaims() throws Exception;

  /** A name for a folder of the claim {@code models} that no earlier quick start has filled. */
  String newFolder(String name);

  /**
   * The trained model as a folder of this machine.
   *
   * @param path in the claim {@code models}
   */
  Path model(String path) throws Exception;

  /** Commands that the user can try next. */
  List<String> nextCommands();
}
