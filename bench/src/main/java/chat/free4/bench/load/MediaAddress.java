package chat.free4.bench.load;

import chat.free4.wire.sdp.MediaDescription;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/** Which of a server's candidates voice is sent to. */
final class MediaAddress {
  private MediaAddress() {}

  /**
   * The candidate with an address of the page's host, as it is known to be reached; else the first,
   * which the server likes best.
   *
   * @throws IllegalArgumentException when there is none
   */
  static InetSocketAddress choose(URI server, List<MediaDescription.Candidate> candidates) {
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("an answer without candidates");
    }
    InetAddress[] host = addressesOf(server);
    for (InetAddress address : host) {
      for (MediaDescription.Candidate candidate : candidates) {
        if (literal(candidate).equals(address)) {
          return new InetSocketAddress(address, candidate.port());
        }
      }
    }
    MediaDescription.Candidate first = candidates.getFirst();
    return new InetSocketAddress(literal(first), first.port());
  }

  private static InetAddress literal(MediaDescription.Candidate candidate) {
    return InetAddress.ofLiteral(candidate.address());
  }

  private static InetAddress[] addressesOf(URI server) {
    try {
      return InetAddress.getAllByName(server.getHost());
    } catch (UnknownHostException e) {
      return new InetAddress[0];
    }
  }
}
