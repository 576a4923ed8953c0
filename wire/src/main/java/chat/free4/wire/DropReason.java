package chat.free4.wire;

/**
 * Why a piece of network input was refused. Each codec and engine has its own enum of reasons;
 * parsers return them and never throw on what the network sent. Every reason is counted in a
 * metric.
 */
public interface DropReason {
  /** The value of the metric's {@code reason} label: lower case, words joined by underscores. */
  String label();
}
