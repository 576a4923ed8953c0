package chat.free4.sfu;

import chat.free4.sfu.Stage.Browser;
import chat.free4.sfu.Stage.Datagram;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A room whose parts are with several engines, joined by pipes, in virtual time. */
final class Span {
  static final long ROOM = 77;
  static final int SLOTS = 6;

  /** Something between two engines. */
  private record Crossing(int from, int to, byte[] bytes) {}

  final List<Stage> parts = new ArrayList<>();
  final List<Browser> browsers = new ArrayList<>();

  /** How many may be under way at once; more are lost. */
  int pipeCapacity = Integer.MAX_VALUE;

  int lost;
  private final Queue<Crossing> pipe = new ArrayDeque<>();

  Span(int engines) {
    this(engines, MediaLimits.DEFAULT);
  }

  Span(int engines, MediaLimits limits) {
    for (int part = 0; part < engines; part++) {
      parts.add(new Stage(part + 1, limits, 64));
    }
  }

  Browser join(int part, int member) {
    return join(part, member, SLOTS);
  }

  Browser join(int part, int member, int slots) {
    Browser browser = parts.get(part).join(ROOM, member, slots);
    browsers.add(browser);
    tellParts(part);
    cross();
    return browser;
  }

  /** Tells an engine that all others have a part. */
  void tellParts(int part) {
    long others = (1L << parts.size()) - 1 & ~(1L << part);
    parts.get(part).command(new MediaCommand.SpanRoom(ROOM, others));
  }

  /** Tells all engines. */
  void command(MediaCommand command) {
    parts.forEach(part -> part.command(command));
    cross();
  }

  /** One frame of 20 ms in all engines. */
  void frame() {
    for (Stage part : parts) {
      part.run();
    }
    cross();
    for (Stage part : parts) {
      part.advance(Stage.FRAME);
    }
    cross();
  }

  void frames(int count) {
    for (int i = 0; i < count; i++) {
      frame();
    }
  }

  /** Lets all that is said in one engine come to the others. */
  void cross() {
    for (int from = 0; from < parts.size(); from++) {
      for (Datagram said : parts.get(from).relayed) {
        if (pipe.size() < pipeCapacity) {
          pipe.add(new Crossing(from, said.path(), said.bytes()));
        } else {
          lost++;
        }
      }
      parts.get(from).relayed.clear();
    }
    for (Crossing crossing = pipe.poll(); crossing != null; crossing = pipe.poll()) {
      Stage to = parts.get(crossing.to());
      to.add(crossing.from(), crossing.bytes());
      to.runRelayed();
    }
  }

  long drops(String label) {
    return parts.stream().mapToLong(part -> part.drops(label)).sum();
  }
}
