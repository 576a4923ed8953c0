package chat.free4.room.signal;

/** An error as it goes out: {@code detail} is what stands in {@code data} beside the reason. */
public record SignalFault(SignalError error, Detail detail) {
  /** A further member of {@code data}. */
  public sealed interface Detail {
    /** Nothing further. */
    record None() implements Detail {}

    /** {@code data.field}: the parameter that is wrong. */
    record Field(String field) implements Detail {}

    /** {@code data.limit}: what would have been allowed. */
    record Limit(long limit) implements Detail {}

    /** {@code data.problem}: what of the offer or the descriptor is wrong. */
    record Problem(String problem) implements Detail {}

    /** {@code data.retryMillis}: when to try again. */
    record RetryMillis(long retryMillis) implements Detail {}
  }

  /** Without a detail. */
  public static SignalFault of(SignalError error) {
    return new SignalFault(error, new Detail.None());
  }

  /** {@code invalid-params}. */
  public static SignalFault invalidParams(String field) {
    return new SignalFault(SignalError.INVALID_PARAMS, new Detail.Field(field));
  }

  /** {@code description-invalid}. */
  public static SignalFault descriptionInvalid(String field) {
    return new SignalFault(SignalError.DESCRIPTION_INVALID, new Detail.Field(field));
  }

  /** {@code too-large}. */
  public static SignalFault tooLarge(long limit) {
    return new SignalFault(SignalError.TOO_LARGE, new Detail.Limit(limit));
  }

  /** {@code offer-unacceptable}. */
  public static SignalFault offerUnacceptable(String problem) {
    return new SignalFault(SignalError.OFFER_UNACCEPTABLE, new Detail.Problem(problem));
  }

  /** {@code descriptor-invalid}. */
  public static SignalFault descriptorInvalid(String problem) {
    return new SignalFault(SignalError.DESCRIPTOR_INVALID, new Detail.Problem(problem));
  }

  /** {@code slow-mode}. */
  public static SignalFault slowMode(long retryMillis) {
    return new SignalFault(SignalError.SLOW_MODE, new Detail.RetryMillis(retryMillis));
  }

  /** {@code busy}. */
  public static SignalFault busy(long retryMillis) {
    return new SignalFault(SignalError.BUSY, new Detail.RetryMillis(retryMillis));
  }
}
