package dev.transferjob.operator.job;

import java.util.List;
import java.util.Optional;

/**
 * What the operator's configuration says about trainer pods.
 *
 * @param vendors how GPUs are known in this cluster
 * @param push where pods report progress to; empty: they do not
 */
public record TrainerSettings(
    String image,
    String imagePullPolicy,
    String serviceAccountName,
    boolean allowCpu,
    List<Vendor> vendors,
    Optional<Push> push) {

  /**
   * Where progress goes.
   *
   * @param url the endpoint's scheme, host and port
   * @param ca the certificate to trust, as PEM
   */
  public record Push(String url, String ca) {}
}
