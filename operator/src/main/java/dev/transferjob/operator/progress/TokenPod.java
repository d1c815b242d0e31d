package dev.transferjob.operator.progress;

/** The pod that a service-account token was made for. */
record TokenPod(String namespace, String name, String uid) {}
