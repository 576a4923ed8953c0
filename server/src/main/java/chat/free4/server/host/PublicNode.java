package chat.free4.server.host;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A node of the cluster, as anybody may know it.
 *
 * @param url where its WebSockets are, without a path: {@code wss://n1.example}
 * @param load 0 to 100
 */
public record PublicNode(String url, State state, int load) {
  static final int MAX_LOAD = 100;

  /** Whether it takes more people. */
  public enum State {
    /** It does. */
    @JsonProperty("up")
    UP,
    /** It has as many as it takes. */
    @JsonProperty("full")
    FULL,
    /** It is about to end. */
    @JsonProperty("draining")
    DRAINING
  }
}
