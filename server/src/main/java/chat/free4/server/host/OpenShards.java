package chat.free4.server.host;

import java.util.List;

/**
 * Where new rooms had best be, as anybody may know it: a page that makes a sealed room draws its id
 * until it is in one of these parts of all ids.
 *
 * @param count into how many parts ids fall, by their first four bytes
 * @param best numbers of parts, ascending; empty: any are as good
 */
public record OpenShards(int count, List<Integer> best) {
  /** Of a server that is alone. */
  public static final OpenShards ANY = new OpenShards(1, List.of());

  /** Keeps a copy. */
  public OpenShards {
    best = List.copyOf(best);
  }
}
