package chat.free4.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.ffi.SrtpBackends;
import chat.free4.ffi.SrtpChoice;
import chat.free4.sfu.MediaCounters;
import java.util.Arrays;
import java.util.List;

/**
 * The same engine three times, with one SRTP library each and with other bytes around the
 * datagrams. From the same datagrams they must make the same, to the last bit: so each is the
 * measure of the others, and none can have looked at what is not in the datagram.
 */
final class EngineTrio implements AutoCloseable {
  private final List<FuzzedEngine> engines;
  private final Sender[] senders = {
    new Sender(Operation.ANNA, Seeds.SEQUENCES), new Sender(Operation.BEN, Seeds.SEQUENCES)
  };

  EngineTrio(long seed) {
    engines =
        List.of(
            engine(seed, SrtpChoice.JCE, 0x00),
            engine(seed, SrtpChoice.OPENSSL, 0xff),
            engine(seed, SrtpChoice.IPSEC_MB, 0xa5));
  }

  private static FuzzedEngine engine(long seed, SrtpChoice srtp, int around) {
    return new FuzzedEngine(
        seed, SrtpBackends.choose(srtp).open(), (byte) around, (_, _, _, _, _, _) -> {});
  }

  /** What all of them have counted. */
  MediaCounters counters() {
    return engines.getFirst().counters();
  }

  /** Does what an input says. */
  void run(byte[] input) {
    for (Operation operation : Operation.read(input)) {
      if (operation.waitMillis() > 0) {
        handOver();
        engines.forEach(engine -> engine.passTime(operation.waitMillis()));
      }
      byte[] bytes = operation.bytes();
      int length = operation.claimed();
      if (operation.isSealed()) {
        Sender sender = senders[operation.from() % senders.length];
        bytes = sender.seal(Arrays.copyOf(bytes, length));
        length = bytes.length;
      }
      for (FuzzedEngine engine : engines) {
        engine.add(operation.from(), length, bytes);
      }
    }
    handOver();
  }

  private void handOver() {
    engines.forEach(FuzzedEngine::receive);
    FuzzedEngine first = engines.getFirst();
    List<FuzzedEngine.Sent> sent = first.takeSent();
    var events = first.takeEvents();
    MediaCounters counters = first.counters();
    for (FuzzedEngine other : engines.subList(1, engines.size())) {
      assertThat(other.takeSent()).as("sent with %s", other.name()).isEqualTo(sent);
      assertThat(other.takeEvents()).as("told with %s", other.name()).isEqualTo(events);
      assertThat(other.counters()).as("counted with %s", other.name()).isEqualTo(counters);
      assertThat(other.timeout()).as("due with %s", other.name()).isEqualTo(first.timeout());
    }
  }

  @Override
  public void close() {
    engines.forEach(FuzzedEngine::close);
  }
}
