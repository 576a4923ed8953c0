package chat.free4.server.host;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How busy this node is. For any thread. */
public final class NodeLoad {
  private final SocketGate gate;
  private final int maxSockets;
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** That of a node that takes so many sockets. */
  public NodeLoad(SocketGate gate, int maxSockets) {
    this.gate = gate;
    this.maxSockets = maxSockets;
  }

  /** Whether one socket more would be refused. */
  public boolean isFull() {
    return gate.sockets() >= maxSockets;
  }

  /** 0 to 100: what it has least of, of sockets and processors. */
  public int percent() {
    double sockets = (double) gate.sockets() / Math.max(1, maxSockets);
    double processors = system.getCpuLoad(); // of the whole machine; below 0 while not known
    return (int) Math.round(PublicNode.MAX_LOAD * Math.clamp(Math.max(sockets, processors), 0, 1));
  }
}
