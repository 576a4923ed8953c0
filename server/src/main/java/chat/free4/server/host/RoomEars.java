package chat.free4.server.host;

import chat.free4.room.signal.ServerMessage;
import chat.free4.server.ears.Ears;
import chat.free4.server.ears.Stt;
import chat.free4.server.media.VoiceListener;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.server.robot.ChatLine;
import chat.free4.server.voice.Tts;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to members of rooms that are not sealed, as far as their profiles agree to that: what
 * they say is written down by a service, shown to all as captions, and told to robots. Nothing of
 * it is kept. All of it is on control's thread, but for the waiting.
 */
final class RoomEars {
  /** Utterances that are written down at once. */
  static final int MAX_AT_ONCE = 8;

  /** Utterances of one member that wait; the eldest makes room, as it is the least news. */
  static final int MAX_WAITING = 2;

  /** The rooms of this server share the budgets of so many. */
  static final int FULL_BUDGETS = 32;

  /** What an utterance may take. Later it is no news. */
  static final long LIMIT_MILLIS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(RoomEars.class);

  /** What is done with what was heard. */
  @FunctionalInterface
  interface Telling {
    /** A member has said that. */
    void heard(HostedRoom room, int member, String text);
  }

  /** Where a member is, by its room's handle and its number. */
  private record Place(long room, int member) {}

  private static final class Heard {
    final HostedRoom room;
    final int member;
    final ArrayDeque<Tts.Sound> waiting = new ArrayDeque<>();
    @Nullable Thread asking;
    boolean isForgotten;

    Heard(HostedRoom room, int member) {
      this.room = room;
      this.member = member;
    }
  }

  private final @Nullable Stt stt;
  private final int budgetSeconds;
  private final HourlyBudget all;
  private final Ears ears = new Ears();
  private final Consumer<Runnable> control;
  private final Telling telling;
  private final ServerMetrics metrics;
  private final Map<Place, Heard> members = new HashMap<>();

  /** Members of whom something waits, each once. */
  private final Set<Heard> line = new LinkedHashSet<>();

  private int atOnce;

  /**
   * Nobody is listened to.
   *
   * @param help what they hear by
   * @param media is told who listens: it hands over what those say who agree
   * @param control runs something on its thread
   */
  RoomEars(
      long nowNanos,
      RobotHelp help,
      Consumer<VoiceListener> media,
      Consumer<Runnable> control,
      Telling telling,
      ServerMetrics metrics) {
    this.stt = help.ears();
    this.budgetSeconds = help.earsBudget();
    this.all = new HourlyBudget(nowNanos, (long) FULL_BUDGETS * budgetSeconds);
    this.control = control;
    this.telling = telling;
    this.metrics = metrics;
    if (stt != null) {
      media.accept(ears);
      metrics.gauge("free4chat_ears_members", "Members who agree to be listened to.", ears::agreed);
    }
  }

  /** True where there are ears. */
  boolean areThere() {
    return stt != null;
  }

  /** A member has come in, or come back, with this profile. */
  void entered(HostedRoom room, ServerMessage.EnterResult welcome) {
    if (stt != null && !room.media.isSealed()) {
      welcome.members().stream()
          .filter(one -> one.number() == welcome.member())
          .forEach(one -> set(room, (int) one.number(), ChatLine.mayHear(one.profile())));
    }
  }

  /** What a room tells its members: one may agree, or not any more. */
  void told(HostedRoom room, ServerMessage.Notification message) {
    if (stt != null
        && !room.media.isSealed()
        && message instanceof ServerMessage.MemberChanged changed
        && changed.profile() != null) {
      set(room, (int) changed.number(), ChatLine.mayHear(changed.profile()));
    }
  }

  private void set(HostedRoom room, int member, boolean mayHear) {
    Place place = new Place(room.handle, member);
    if (!mayHear) {
      forget(room, member);
    } else if (!members.containsKey(place)) {
      Heard heard = new Heard(room, member);
      members.put(place, heard);
      ears.listen(room.handle, member, sound -> control.accept(() -> said(heard, sound)));
      room.media.listen(member, true);
    }
  }

  /** A member is gone, or does not agree any more: what it said is not written down either. */
  void forget(HostedRoom room, int member) {
    Heard heard = members.remove(new Place(room.handle, member));
    if (heard != null) {
      room.media.listen(member, false);
      forget(heard);
    }
  }

  private void forget(Heard heard) {
    heard.isForgotten = true;
    heard.waiting.clear();
    line.remove(heard);
    ears.forget(heard.room.handle, heard.member);
    if (heard.asking != null) {
      heard.asking.interrupt();
    }
  }

  /** The room has ended. */
  void ended(HostedRoom room) {
    members
        .values()
        .removeIf(
            heard -> {
              if (heard.room == room) {
                forget(heard);
              }
              return heard.room == room;
            });
  }

  private void said(Heard heard, Tts.Sound sound) {
    if (heard.isForgotten) {
      return;
    }
    if (heard.waiting.size() == MAX_WAITING) {
      heard.waiting.removeFirst();
      metrics.countUtterance("late");
    }
    heard.waiting.addLast(sound);
    line.add(heard);
    next();
  }

  /** Asks for as much as may be asked at once; of each member one after the other. */
  private void next() {
    for (Heard heard : List.copyOf(line)) {
      if (atOnce == MAX_AT_ONCE) {
        return;
      }
      if (heard.asking == null) {
        line.remove(heard);
        Tts.Sound sound = heard.waiting.removeFirst();
        if (!heard.waiting.isEmpty()) {
          line.add(heard); // behind the others
        }
        ask(heard, sound);
      }
    }
  }

  private void ask(Heard heard, Tts.Sound sound) {
    Stt asked = stt;
    long now = System.nanoTime();
    int seconds = (sound.samples().length + sound.rate() - 1) / sound.rate();
    HourlyBudget own = heard.room.earsBudget(() -> new HourlyBudget(now, budgetSeconds));
    if (asked == null || !own.has(now, seconds) || !all.has(now, seconds)) {
      metrics.countUtterance("budget");
      return;
    }
    own.take(now, seconds);
    all.take(now, seconds);
    atOnce++;
    String language = heard.room.engine.description().language();
    heard.asking =
        Thread.ofVirtual().name("hearing").start(() -> run(asked, heard, sound, language));
  }

  private void run(Stt asked, Heard heard, Tts.Sound sound, String language) {
    String text = null;
    try {
      text = asked.hear(sound, language);
    } catch (IOException | InterruptedException e) {
      // It is logged where it was asked, or nobody waits for it.
    } catch (RuntimeException e) {
      LOG.error("ears failed: {}", e.getClass().getSimpleName()); // what it says may be anything
    } finally {
      String words = text;
      control.accept(() -> done(heard, words));
    }
  }

  private void done(Heard heard, @Nullable String text) {
    atOnce--;
    heard.asking = null;
    metrics.countUtterance(text == null ? "failed" : "heard");
    boolean isToBeHeard = !heard.isForgotten && !heard.room.media.isSilenced(heard.member);
    if (isToBeHeard && text != null && !text.isBlank()) {
      telling.heard(heard.room, heard.member, text);
    }
    next();
  }
}
