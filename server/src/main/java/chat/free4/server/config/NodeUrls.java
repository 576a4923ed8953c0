package chat.free4.server.config;

import java.util.List;
import java.util.Optional;

/**
 * Where browsers reach the nodes of a cluster one by one.
 *
 * @param own this node's; empty: nobody is told of it
 * @param all where pages may go, this node's among them
 * @param pageOrigin of the page that may speak to them
 */
public record NodeUrls(Optional<String> own, List<String> all, Optional<String> pageOrigin) {
  /** Nodes stand behind one name. */
  public static final NodeUrls NONE = new NodeUrls(Optional.empty(), List.of(), Optional.empty());
}
