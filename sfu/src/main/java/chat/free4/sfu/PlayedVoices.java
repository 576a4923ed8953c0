package chat.free4.sfu;

import chat.free4.wire.BigEndian;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The voices of members that do not come from a browser: of robots, and of people who have a text
 * said for them. Says their phrases one frame in 20 ms. What is due comes out as another part of
 * the room would relay it, for {@link MediaEngine#handleRelayed}: to an engine they are speakers
 * whose transport is elsewhere, with a slot like anybody. Sans I/O, single-threaded.
 */
public final class PlayedVoices {
  /** The part of a room that such members are in: of no engine. */
  static final int PART = Long.SIZE;

  /** Voices at once; a person who says nothing makes room for another. */
  static final int MAX_VOICES = 256;

  /** Frames that a voice has before it: a minute. */
  static final int MAX_FRAMES = 3_000;

  /** Who comes so late goes on from now, rather than faster. */
  static final long LATE_NANOS = 200_000_000L;

  /** Any of the dynamic ones (RFC 3551 section 6): each listener gets its own. */
  private static final int PAYLOAD_TYPE = 111;

  private static final int MARKER = 0x80;
  private static final int VERSION = 0x80;

  /** Odd, so that no two voices in a row have one stream (golden ratio). */
  private static final int SSRC_STEP = 0x9E3779B9;

  private final List<Voice> voices = new ArrayList<>();

  /** Voices that are to be forgotten where they were heard. */
  private final ArrayDeque<Voice> gone = new ArrayDeque<>();

  /** Voices that have something to say: a worker asks in each turn, and mostly there is none. */
  private int saying;

  /** Of the voice that was made last: one that comes again is another stream. */
  private int newestSsrc;

  private static final class Voice {
    final long room;
    final int member;
    final boolean isPerson;
    final int ssrc;
    final ArrayDeque<VoicePhrase> phrases = new ArrayDeque<>();
    int frames;
    int frame;

    /** It begins to say something, or goes on after a pause. */
    boolean begins;

    /** The part before was over a limit: what follows on it is not said either. */
    boolean isCutOff;

    int sequence;
    int timestamp;
    long dueNanos;

    Voice(long room, int member, boolean isPerson, int ssrc) {
      this.room = room;
      this.member = member;
      this.isPerson = isPerson;
      this.ssrc = ssrc;
    }

    boolean is(long otherRoom, int otherMember) {
      return room == otherRoom && member == otherMember;
    }
  }

  private @Nullable Voice find(long room, int member) {
    for (Voice voice : voices) {
      if (voice.is(room, member)) {
        return voice;
      }
    }
    return null;
  }

  /** A place for one more: that of the person who has said nothing for the longest. */
  private boolean makeRoom() {
    if (voices.size() < MAX_VOICES) {
      return true;
    }
    Voice eldest = null;
    for (Voice voice : voices) {
      boolean isIdle = voice.isPerson && voice.phrases.isEmpty();
      if (isIdle && (eldest == null || voice.dueNanos - eldest.dueNanos < 0)) {
        eldest = voice;
      }
    }
    if (eldest != null) {
      handleGone(eldest.room, eldest.member);
    }
    return eldest != null;
  }

  /**
   * A member says a phrase after what it is saying; false when that, or what it follows on, is over
   * a limit.
   *
   * @param isPerson it is said for somebody who has written it, and not by a robot
   */
  public boolean handlePhrase(
      long nowNanos, long room, int member, boolean isPerson, VoicePhrase phrase) {
    Voice voice = find(room, member);
    if (voice == null) {
      if (!makeRoom()) {
        return false;
      }
      newestSsrc += SSRC_STEP;
      voice = new Voice(room, member, isPerson, newestSsrc);
      voices.add(voice);
    }
    boolean isFollowing = !phrase.isBeginning() && voice.isCutOff;
    voice.isCutOff = isFollowing || voice.frames + phrase.length() > MAX_FRAMES;
    if (voice.isCutOff) {
      return false;
    }
    if (voice.phrases.isEmpty()) {
      // As a browser that was silent: time has passed for its listeners, too.
      long silentNanos = Math.max(0, nowNanos - voice.dueNanos);
      voice.timestamp += (int) (silentNanos / VoicePhrase.FRAME_NANOS) * RtpRewriter.FRAME_TICKS;
      voice.dueNanos = nowNanos;
      voice.frame = 0;
      voice.begins = true;
      saying++;
    }
    voice.phrases.add(phrase);
    voice.frames += phrase.length();
    return true;
  }

  /** A member says nothing more, and is forgotten. */
  public void handleGone(long room, int member) {
    Voice voice = find(room, member);
    if (voice != null) {
      voices.remove(voice);
      gone.add(voice);
      saying -= voice.phrases.isEmpty() ? 0 : 1;
    }
  }

  /**
   * When {@link #poll} is to be called next; {@link MediaEngine#NEVER} when nobody says a thing.
   */
  public long pollTimeout() {
    if (!gone.isEmpty()) {
      return gone.getFirst().dueNanos;
    }
    if (saying == 0) {
      return MediaEngine.NEVER;
    }
    long next = MediaEngine.NEVER;
    for (Voice voice : voices) {
      if (!voice.phrases.isEmpty()) {
        next = Math.min(next, voice.dueNanos);
      }
    }
    return next;
  }

  /** Appends what is due, as much as fits; gives how many packets that is. */
  public int poll(long nowNanos, PacketBatch out) {
    int before = out.count();
    while (!gone.isEmpty() && !out.isFull()) {
      Voice voice = gone.removeFirst();
      int slot = out.add(PART, RelayHeader.BYTES);
      header(out, slot, voice, RelayHeader.GONE, 0);
    }
    for (int i = 0; i < voices.size() && !out.isFull(); i++) {
      Voice voice = voices.get(i);
      VoicePhrase phrase = voice.phrases.peek();
      if (phrase != null && voice.dueNanos - nowNanos <= 0) {
        say(nowNanos, voice, phrase, out);
      }
    }
    return out.count() - before;
  }

  private void say(long nowNanos, Voice voice, VoicePhrase phrase, PacketBatch out) {
    byte[] payload = phrase.frame(voice.frame);
    int slot = out.add(PART, RelayHeader.BYTES + RtpPacket.FIXED_HEADER_BYTES + payload.length);
    int kind = voice.isPerson ? RelayHeader.SAID : RelayHeader.VOICE;
    header(out, slot, voice, kind, phrase.level(voice.frame));
    MemorySegment slab = out.slab();
    long at = out.offset(slot) + RelayHeader.BYTES;
    boolean begins = voice.begins || (voice.frame == 0 && phrase.isBeginning());
    voice.begins = false;
    int marker = begins ? MARKER : 0; // what follows on another part begins nothing
    slab.set(ValueLayout.JAVA_BYTE, at, (byte) VERSION);
    slab.set(ValueLayout.JAVA_BYTE, at + 1, (byte) (marker | PAYLOAD_TYPE));
    BigEndian.put16(slab, at + 2, voice.sequence & 0xffff);
    BigEndian.put32(slab, at + 4, voice.timestamp);
    BigEndian.put32(slab, at + 8, voice.ssrc);
    MemorySegment.copy(
        payload, 0, slab, ValueLayout.JAVA_BYTE, at + RtpPacket.FIXED_HEADER_BYTES, payload.length);
    voice.sequence++;
    voice.timestamp += RtpRewriter.FRAME_TICKS;
    voice.dueNanos += VoicePhrase.FRAME_NANOS;
    if (nowNanos - voice.dueNanos > LATE_NANOS) {
      voice.dueNanos = nowNanos;
    }
    voice.frames--;
    voice.frame++;
    if (voice.frame == phrase.length()) {
      voice.phrases.remove();
      voice.frame = 0;
      saying -= voice.phrases.isEmpty() ? 1 : 0;
    }
  }

  private static void header(PacketBatch out, int slot, Voice voice, int kind, int value) {
    RelayHeader.write(out.slab(), out.offset(slot), voice.room, voice.member, kind, value);
  }
}
