package dev.transferjob.api;

/** Decimal numbers in the API are strings, so that no client rounds them. */
final class Decimals {
  /** Also accepts an exponent, as in 1e-4. */
  static final String UNSIGNED = "^[0-9]{1,12}(\\.[0-9]{1,12})?([eE][-+]?[0-9]{1,2})?$";

  static final int MAX_LENGTH = 32;

  private Decimals() {}
}
