package dev.transferjob.operator.progress;

import dev.transferjob.protocol.ProgressReport;

/** The newest report of a pod. */
public record LiveReport(String podUid, ProgressReport report) {}
