package chat.free4.server.cluster;

import chat.free4.rtc.peer.Negotiation.HostCandidate;
import chat.free4.rtc.peer.Negotiation.LocalMedia;
import chat.free4.server.host.LocalRoomHost;
import chat.free4.server.media.MediaPlane;
import chat.free4.server.media.RelayPort;
import chat.free4.server.media.VoiceOrder;
import chat.free4.server.media.Worker;
import chat.free4.sfu.MediaCommand;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.random.RandomGenerator;

/** Puts a {@link RelayDesk} between the workers of a process, its rooms and its port. */
final class Relaying {
  private Relaying() {}

  static RelayDesk desk(
      MediaPlane media, RelayPort port, LocalRoomHost rooms, RandomGenerator random) {
    LocalMedia first = media.localMedia(0);
    Worker.Listener news = rooms.mediaNews();
    List<String> addresses = first.candidates().stream().map(HostCandidate::address).toList();
    InetSocketAddress at = port.address();
    return new RelayDesk(
        new Way(port),
        new OwnWorkers(media),
        new RelayDesk.Own(
            at.getAddress().getHostAddress(),
            at.getPort(),
            first.fingerprint(),
            addresses,
            media.ports(),
            first.maxVoiceSlots()),
        random,
        (event, part) -> news.onEvent(part, event),
        news::onRestart);
  }

  private record OwnWorkers(MediaPlane media) implements RelayedRooms.Workers {
    @Override
    public boolean offer(int worker, MediaCommand command) {
      return media.offer(worker, command);
    }

    @Override
    public boolean offer(int worker, VoiceOrder order) {
      return media.offer(worker, order);
    }

    @Override
    public boolean isUsable(int worker) {
      return media.loads().isUsable(worker);
    }
  }

  private record Way(RelayPort port) implements RelayDesk.Port {
    @Override
    public int firstPart() {
      return port.firstPart();
    }

    @Override
    public int nodes() {
      return port.nodes();
    }

    @Override
    public boolean know(
        int part,
        String host,
        int udpPort,
        long self,
        long peer,
        byte[] ownSecret,
        byte[] peerSecret) {
      try {
        InetSocketAddress at = new InetSocketAddress(InetAddress.ofLiteral(host), udpPort);
        port.know(part, at, self, peer, ownSecret, peerSecret);
        return true;
      } catch (IllegalArgumentException e) {
        return false; // no address, or no port
      }
    }

    @Override
    public void forget(int part) {
      port.forget(part);
    }

    @Override
    public boolean route(long room, long workers) {
      return port.route(room, workers);
    }

    @Override
    public boolean isReachable(int part) {
      return port.isReachable(part);
    }
  }
}
