package chat.free4.server.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A machine of its own for a node: a network namespace with two cables to this one, of which one
 * can be cut. Needs root.
 */
public final class NodeNamespace implements AutoCloseable {
  private static final long LIMIT_SECONDS = 30;

  /** A hardware address that nobody has. */
  private static final String NOBODY = "02:00:00:00:00:ff";

  private final String id = Long.toString(ProcessHandle.current().pid());
  private final String name = "f4n-" + id;
  private final long net = ProcessHandle.current().pid() % 200;

  private NodeNamespace() {}

  /** Whether this user may make one. */
  public static boolean isPossible() {
    return System.getProperty("user.name").equals("root");
  }

  /** Makes it. */
  public static NodeNamespace create() {
    NodeNamespace made = new NodeNamespace();
    made.ip("netns", "add", made.name);
    made.within("link", "set", "lo", "up");
    made.lay("f4a" + made.id, "nodes", made.hostAddress(), made.address());
    made.lay("f4b" + made.id, "people", "10.215." + made.net + ".1", made.peopleAddress());
    return made;
  }

  private void lay(String here, String there, String hereAddress, String thereAddress) {
    ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", name);
    ip("addr", "add", hereAddress + "/24", "dev", here);
    ip("link", "set", here, "up");
    within("addr", "add", thereAddress + "/24", "dev", there);
    within("link", "set", there, "up");
  }

  /** This machine's address on the cable that can be cut. */
  public String hostAddress() {
    return "10.214." + net + ".1";
  }

  /** The namespace's address there. */
  public String address() {
    return "10.214." + net + ".2";
  }

  /** Where people reach the namespace, over the other cable. */
  public String peopleAddress() {
    return "10.215." + net + ".2";
  }

  /** Before a command, runs it inside. */
  public List<String> prefix() {
    return List.of("ip", "netns", "exec", name);
  }

  /** Nothing passes any more, and nobody is told: both ends send to whom nobody is. */
  public void cut() {
    within("neigh", "replace", hostAddress(), "lladdr", NOBODY, "dev", "nodes", "nud", "permanent");
    ip("neigh", "replace", address(), "lladdr", NOBODY, "dev", "f4a" + id, "nud", "permanent");
  }

  /** The cable is whole again. */
  public void heal() {
    within("neigh", "del", hostAddress(), "dev", "nodes");
    ip("neigh", "del", address(), "dev", "f4a" + id);
  }

  private void within(String... arguments) {
    List<String> all = new ArrayList<>(List.of("-n", name));
    all.addAll(List.of(arguments));
    ip(all.toArray(String[]::new));
  }

  private void ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    ip("netns", "del", name); // and the cables with it
  }
}
