package chat.free4.bench.load;

import chat.free4.bench.load.JoinDesk.Seat;
import chat.free4.sim.live.SignalClient;

/** A member that is in, with all that belongs to it. Its line may become another one. */
final class Joined {
  private final Seat seat;
  private final LoadLoop loop;
  private final Silence silence;
  private volatile Line line;
  private volatile boolean away;

  /**
   * What it hears and speaks by.
   *
   * @param challenge what it has answered to come in
   * @param slots voices that it can hear at once
   */
  record Line(
      SignalClient signal, SignalClient.Challenge challenge, LoadMember member, int slots) {}

  Joined(Seat seat, LoadLoop loop, Silence silence, Line line) {
    this.seat = seat;
    this.loop = loop;
    this.silence = silence;
    this.line = line;
  }

  Seat seat() {
    return seat;
  }

  LoadLoop loop() {
    return loop;
  }

  /** How long it heard nobody; for its loop's thread. */
  Silence silence() {
    return silence;
  }

  Line line() {
    return line;
  }

  SignalClient signal() {
    return line.signal();
  }

  LoadMember member() {
    return line.member();
  }

  int slots() {
    return line.slots();
  }

  /** True from the loss of its line until it has another one, or for good when it finds none. */
  boolean isAway() {
    return away;
  }

  void leave() {
    away = true;
  }

  void comeBack(Line by) {
    line = by;
    away = false;
  }
}
