package chat.free4.server.cluster;

import chat.free4.server.config.ClusterConfig.Seed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the other nodes, and whom --join names, what time it is there and which cluster they are in,
 * and says in the log what {@link NodeComparison} makes of it.
 */
final class ComparisonActor extends AbstractActorWithTimers {
  static final String NAME = "comparison";

  private static final Duration EVERY = Duration.ofSeconds(15);

  /** After a node came: others come with it. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** Strangers whom --join names, asked at once. */
  private static final int MAX_STRANGERS = 16;

  private static final int CONNECT_MILLIS = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(ComparisonActor.class);

  private final List<Seed> seeds;
  private final LongSupplier clock;
  private final Cluster cluster = Cluster.get(getContext().getSystem());
  private final NodeComparison comparison = new NodeComparison(named(cluster.selfAddress()));

  private enum Time {
    TO_LOOK,
    NODE_CAME
  }

  /** Nodes of --join that are not in this cluster. */
  private record Found(List<Address> addresses) {}

  private ComparisonActor(List<Seed> seeds, LongSupplier clock) {
    this.seeds = seeds;
    this.clock = clock;
  }

  /** One that asks; {@code clock} gives milliseconds since 1970. */
  static Props props(List<Seed> seeds, LongSupplier clock) {
    return Props.create(ComparisonActor.class, () -> new ComparisonActor(seeds, clock));
  }

  private static String named(Address address) {
    return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
  }

  @Override
  public void preStart() {
    cluster.subscribe(getSelf(), ClusterEvent.initialStateAsEvents(), ClusterEvent.MemberUp.class);
    getTimers().startTimerWithFixedDelay(Time.TO_LOOK, Time.TO_LOOK, EVERY);
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .matchEquals(Time.TO_LOOK, _ -> look())
        .match(
            ClusterEvent.MemberUp.class,
            _ -> getTimers().startSingleTimer(Time.NODE_CAME, Time.TO_LOOK, SOON))
        .match(Found.class, found -> ask(found.addresses()))
        .match(NodeMessage.Compare.class, this::asked)
        .match(NodeMessage.Compared.class, this::answered)
        .build();
  }

  /** The system's resolver may take its time, and so may connecting. */
  private void look() {
    List<String> nodes = nodes();
    if (!nodes.isEmpty()) {
      ActorRef self = getSelf();
      Address own = cluster.selfAddress();
      Thread.ofVirtual()
          .name("cluster seeds")
          .start(() -> self.tell(new Found(strangers(own, nodes)), ActorRef.noSender()));
    }
  }

  /**
   * Whom --join names and who is there, but not in this cluster. Nobody else is spoken to: lines
   * between nodes are tried again and again once there are any, and the log would say so.
   */
  private List<Address> strangers(Address own, List<String> nodes) {
    List<Address> strangers = new ArrayList<>(SeedFinder.find(seeds, own).addresses());
    strangers.removeIf(address -> nodes.contains(named(address)));
    Collections.shuffle(strangers); // of too many, others the next time
    return strangers.stream().limit(MAX_STRANGERS).filter(ComparisonActor::isThere).toList();
  }

  private static boolean isThere(Address address) {
    InetAddress host = InetAddress.ofLiteral(address.getHost().get().replaceAll("[\\[\\]]", ""));
    int port = address.getPort().get();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void ask(List<Address> found) {
    Set<Address> all = new LinkedHashSet<>(found);
    members().forEach(member -> all.add(member.address()));
    all.remove(cluster.selfAddress());
    List<String> nodes = nodes();
    long round = comparison.ask(clock.getAsLong(), nodes);
    NodeMessage question = new NodeMessage.Compare(round, nodes);
    for (Address address : all) {
      getContext().actorSelection(address + "/user/" + NAME).tell(question, getSelf());
    }
  }

  private void asked(NodeMessage.Compare question) {
    List<String> nodes = nodes();
    getSender()
        .tell(new NodeMessage.Compared(question.round(), clock.getAsLong(), nodes), getSelf());
    warn(comparison.cluster(clock.getAsLong(), asker(), nodes, question.nodes()));
  }

  private void answered(NodeMessage.Compared answer) {
    List<String> nodes = nodes();
    String from = asker();
    long now = clock.getAsLong();
    if (nodes.contains(from)) {
      warn(comparison.clock(now, from, answer.round(), answer.unixMillis()));
    }
    warn(comparison.cluster(now, from, nodes, answer.nodes()));
  }

  private String asker() {
    return named(getSender().path().address());
  }

  private static void warn(@Nullable String line) {
    if (line != null) {
      LOG.warn("cluster: {}", line);
    }
  }

  private Iterable<Member> members() {
    return cluster.state().getMembers();
  }

  /** Of this node's cluster; none while it is in none. */
  private List<String> nodes() {
    return StreamSupport.stream(members().spliterator(), false)
        .map(member -> named(member.address()))
        .toList();
  }

  @Override
  public void postStop() {
    cluster.unsubscribe(getSelf());
  }
}
