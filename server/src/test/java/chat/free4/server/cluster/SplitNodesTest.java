package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.free4.server.support.NodeNamespace;
import chat.free4.server.support.ServerProcess;
import chat.free4.server.support.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes that are not dead and do not hear each other: one behind a cable that is cut, one that
 * stands still. Nobody touches anything, and it heals.
 */
@Tag("long")
@TestInstance(Lifecycle.PER_CLASS)
final class SplitNodesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long STOPPED_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int ROOMS = 36;

  private final List<ServerProcess> processes = new ArrayList<>();
  private final List<InRoom> members = new ArrayList<>();
  private NodeNamespace cable;
  private TestServer first;
  private String second = "";
  private String third = "";

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    assumeTrue(NodeNamespace.isPossible(), "only root makes network namespaces");
    cable = NodeNamespace.create();
    Path secret =
        Files.writeString(directory.resolve("secret"), "the secret of three split nodes!");
    List<String> all =
        List.of(
            "--cluster-port=0",
            "--cluster-secret-file=" + secret,
            "--behind-proxy",
            "--workers=1",
            "--grace=120",
            "--max-address-rooms=" + 4 * ROOMS);
    String host = "--cluster-host=" + cable.hostAddress();
    List<String> flags = new ArrayList<>(all);
    flags.addAll(List.of(host, "--bootstrap"));
    first = TestServer.start(directory.resolve("1"), flags.toArray(String[]::new));
    String join = "--join=" + cable.hostAddress() + ":" + first.server().clusterPort();
    flags = new ArrayList<>(TestServer.arguments(directory.resolve("2")));
    flags.addAll(all);
    flags.addAll(List.of(host, join));
    processes.add(ServerProcess.startBy(List.of(), flags));
    flags = new ArrayList<>(TestServer.arguments(directory.resolve("3")));
    flags.addAll(all);
    flags.addAll(List.of("--cluster-host=" + cable.address(), join));
    processes.add(ServerProcess.startBy(cable.prefix(), flags));
    second = "http://localhost:" + portOf(processes.getFirst());
    third = "http://" + cable.peopleAddress() + ":" + portOf(processes.getLast());
    await().atMost(PATIENCE).until(() -> first.server().nodes() == 3);
  }

  private static int portOf(ServerProcess process) {
    String link = process.awaitLine("http://localhost:");
    return URI.create(link.substring(link.indexOf("http://")).split("\\s", 2)[0]).getPort();
  }

  @AfterEach
  void leave() {
    members.forEach(InRoom::close);
    members.clear();
  }

  @AfterAll
  void stop() {
    for (ServerProcess process : processes) {
      process.close();
      process
          .errors()
          .lines()
          .filter(line -> line.contains(" ClusterNode: "))
          .forEach(System.out::println);
    }
    if (first != null) {
      first.close();
    }
    if (cable != null) {
      cable.close();
    }
  }

  private void fillRooms(String name) {
    List<String> origins = List.of(first.origin(), second, third);
    for (int i = 0; i < ROOMS; i++) {
      InRoom member = new InRoom(origins.get(i % origins.size()), 1000 + i, name + i);
      members.add(member);
      member.enter();
      member.write();
    }
  }

  private List<InRoom> members(Predicate<InRoom> wanted) {
    List<InRoom> found = members.stream().filter(wanted).toList();
    assertThat(found).isNotEmpty();
    return found;
  }

  private static void assertMovedAndBack(List<InRoom> lost, String from, String what) {
    long fromNanos = System.nanoTime();
    for (InRoom member : lost) {
      member.client().notification("moved");
      member.enter();
      assertThat(member.node()).isNotEqualTo(from);
      member.write();
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - fromNanos);
    System.out.printf("%d rooms of %s were back after %d ms%n", lost.size(), what, millis);
  }

  @Test
  void whereFewAreCutOffTheyStopAndTheOthersGoOnUntilAllAreOneAgain() {
    fillRooms("cut ");
    String away = InRoom.homeOf(third);
    final List<InRoom> lost =
        members(each -> each.node().equals(away) && !each.origin().equals(third));
    final List<InRoom> stranded =
        members(each -> each.node().equals(away) && each.origin().equals(third));
    final List<InRoom> untouched =
        members(each -> !each.node().equals(away) && !each.origin().equals(third));
    cable.cut();
    CompletableFuture<Void> refused =
        forEach(
            stranded,
            member -> {
              member.client().notification("moved");
              assertThat(member.client().tryHello(member.room())).as("served by few").isNull();
            });
    final CompletableFuture<Void> back =
        refused.thenCompose(_ -> forEach(stranded, SplitNodesTest::enterAndWrite));

    assertMovedAndBack(lost, away, "a node that was cut off");
    refused.join();
    for (InRoom member : untouched) {
      member.write();
      assertThat(member.client().heard("moved")).as(member.room()).isFalse();
    }

    cable.heal();
    await().atMost(PATIENCE).until(() -> first.server().nodes() == 3);
    back.join();
  }

  private static void enterAndWrite(InRoom member) {
    member.enter();
    member.write();
  }

  /** At once: who says nothing for long is closed. */
  private static CompletableFuture<Void> forEach(List<InRoom> all, Consumer<InRoom> action) {
    return CompletableFuture.allOf(
        all.stream()
            .map(
                each ->
                    CompletableFuture.runAsync(
                        () -> action.accept(each), Thread::startVirtualThread))
            .toArray(CompletableFuture[]::new));
  }

  @Test
  void aNodeThatStandsStillLetsItsRoomsGoWhenItWakes() throws IOException {
    fillRooms("still ");
    String still = InRoom.homeOf(second);
    final List<InRoom> lost =
        members(each -> each.node().equals(still) && !each.origin().equals(second));
    final List<InRoom> stranded =
        members(each -> each.node().equals(still) && each.origin().equals(second));
    long pid = processes.getFirst().pid();
    signal("STOP", pid);
    long stoppedNanos = System.nanoTime();

    assertMovedAndBack(lost, still, "a node that stands still");
    await().atMost(PATIENCE).until(() -> System.nanoTime() - stoppedNanos > STOPPED_NANOS);
    signal("CONT", pid);
    CompletableFuture<Void> back =
        forEach(
            stranded,
            member -> {
              member.client().notification("moved");
              enterAndWrite(member);
            });
    await().atMost(PATIENCE).until(() -> first.server().nodes() == 3);
    back.join();
  }

  private static void signal(String signal, long pid) throws IOException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
    assertThat(kill.onExit().join().exitValue()).isZero();
  }
}
