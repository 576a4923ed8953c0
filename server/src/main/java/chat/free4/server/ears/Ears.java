package chat.free4.server.ears;

import chat.free4.server.media.VoiceListener;
import chat.free4.server.voice.Tts;
import chat.free4.sfu.HeardPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes utterances of what those say who agreed to be listened to; of anybody else's packets it
 * makes nothing, should any come. Packets come on one thread; who agrees and who does not any more
 * is said on another.
 */
public final class Ears implements VoiceListener {
  /**
   * Speakers whose sound is held at once, some 700 kB each. Who has been silent makes room for who
   * begins to speak; while all speak, who comes is not understood.
   */
  static final int MAX_SPEAKERS = 16;

  /** A member of a room, by its handle. */
  private record Key(long room, int member) {}

  private static final class Speaker {
    final Consumer<Tts.Sound> said;
    volatile boolean isForgotten;

    /** Of the thread that packets come on. */
    @Nullable Utterances utterances;

    long heardNanos;

    Speaker(Consumer<Tts.Sound> said) {
      this.said = said;
    }
  }

  private final Map<Key, Speaker> agreed = new ConcurrentHashMap<>();

  /** Those whose sound is held, of the thread that packets come on. */
  private final List<Speaker> held = new ArrayList<>();

  private final AtomicLong missed = new AtomicLong();

  /**
   * A member agrees to be listened to.
   *
   * @param said gets each utterance when it is over, on the thread that packets come on
   */
  public void listen(long room, int member, Consumer<Tts.Sound> said) {
    forget(room, member);
    agreed.put(new Key(room, member), new Speaker(said));
  }

  /** It does not any more, or is gone: what it has begun to say is forgotten. */
  public void forget(long room, int member) {
    Speaker speaker = agreed.remove(new Key(room, member));
    if (speaker != null) {
      speaker.isForgotten = true;
    }
  }

  /** How many agree. */
  public int agreed() {
    return agreed.size();
  }

  /** Packets that could not be understood because too many spoke. */
  public long missed() {
    return missed.get();
  }

  @Override
  public void handlePacket(long nowNanos, HeardPacket packet) {
    Speaker speaker = agreed.get(new Key(packet.room(), packet.member()));
    if (speaker == null) {
      return;
    }
    boolean isLoud = packet.level() >= 0 && packet.level() < Utterances.LOUD_LEVEL;
    Utterances utterances = speaker.utterances;
    if (utterances == null) {
      if (!makeRoom(isLoud)) {
        missed.addAndGet(isLoud ? 1 : 0);
        return;
      }
      utterances = new Utterances();
      speaker.utterances = utterances;
      held.add(speaker);
    }
    speaker.heardNanos = nowNanos;
    hand(
        speaker,
        utterances.handlePacket(nowNanos, packet.sequence(), packet.payload(), packet.level()));
  }

  /** Nobody makes room for who is silent. */
  private boolean makeRoom(boolean isLoud) {
    if (held.size() < MAX_SPEAKERS) {
      return true;
    }
    Speaker eldest = null;
    for (Speaker speaker : held) {
      Utterances utterances = speaker.utterances;
      boolean isSilent = utterances == null || utterances.pollTimeout() == Long.MAX_VALUE;
      if (isSilent && (eldest == null || speaker.heardNanos - eldest.heardNanos < 0)) {
        eldest = speaker;
      }
    }
    if (!isLoud || eldest == null) {
      return false;
    }
    eldest.utterances = null;
    held.remove(eldest);
    return true;
  }

  @Override
  public void handleTimeout(long nowNanos) {
    held.removeIf(speaker -> speaker.isForgotten);
    for (Speaker speaker : held) {
      Utterances utterances = speaker.utterances;
      if (utterances != null) {
        hand(speaker, utterances.handleTimeout(nowNanos));
      }
    }
  }

  private static void hand(Speaker speaker, Tts.@Nullable Sound sound) {
    if (sound != null && !speaker.isForgotten) {
      speaker.said.accept(sound);
    }
  }
}
