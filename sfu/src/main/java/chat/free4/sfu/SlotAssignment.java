package chat.free4.sfu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives the slots of a room's listeners to its speakers. One rule makes both the small and the
 * large room: a slot is taken from its speaker only when another needs it and is louder by {@link
 * #MARGIN}. Where every other member has a slot, nobody needs one; where there are more, the K
 * loudest hold them; and as a room grows or shrinks, whoever holds a slot keeps it.
 */
final class SlotAssignment {
  /** How much louder a speaker must be to take a slot from another. */
  static final int MARGIN = 5 * SpeechLevel.SCORE_PER_DECIBEL;

  private final ActiveSpeakers speakers;
  private final EngineCounters counters;

  /** With more others than this, no listener has a slot for each of them. */
  private final int mostPlaces;

  private RoomPeer[] listeners = new RoomPeer[4];
  private int count;
  private int fewestSlots = Integer.MAX_VALUE;
  private long totalSlots;
  private long heldSlots;

  /** Listeners who are not speakers too, or not now: all speakers are others to them. */
  private int mereListeners;

  private long round;

  SlotAssignment(ActiveSpeakers speakers, MediaLimits limits, EngineCounters counters) {
    this.speakers = speakers;
    this.mostPlaces = limits.slotsPerPeer() + limits.mutesPerListener();
    this.counters = counters;
  }

  /** Lets a connected peer hear. */
  void addListener(RoomPeer listener) {
    if (listener.slots().length == 0) {
      return;
    }
    if (count == listeners.length) {
      listeners = Arrays.copyOf(listeners, count * 2);
    }
    listener.listenerPlace = count;
    listeners[count++] = listener;
    fewestSlots = Math.min(fewestSlots, listener.slots().length);
    totalSlots += listener.slots().length;
    mereListeners += isMereListener(listener) ? 1 : 0;
    fill(listener);
  }

  private static boolean isMereListener(RoomPeer listener) {
    Speaker speaker = listener.speaker();
    return speaker == null || speaker.isSilenced;
  }

  /** Notes that a listener has begun, or ceased, to be nobody's speaker. */
  void handleSilence(RoomPeer listener, boolean isSilenced) {
    if (listener.listenerPlace != RoomPeer.NOWHERE) {
      mereListeners += isSilenced ? 1 : -1;
    }
  }

  /** Frees all slots of a peer that hears no longer. */
  void removeListener(RoomPeer listener) {
    for (VoiceSlot slot : listener.slots()) {
      free(slot);
    }
    int place = listener.listenerPlace;
    if (place == RoomPeer.NOWHERE) {
      return;
    }
    RoomPeer last = listeners[--count];
    listeners[place] = last;
    last.listenerPlace = place;
    listener.listenerPlace = RoomPeer.NOWHERE;
    Arrays.fill(listeners, count, count + 1, null);
    totalSlots -= listener.slots().length;
    mereListeners -= isMereListener(listener) ? 1 : 0;
    if (count == 0) {
      fewestSlots = Integer.MAX_VALUE;
    }
  }

  /** Lets a speaker be heard by all who have a place for it. */
  void addSpeaker(Speaker speaker) {
    speakers.add(speaker);
    fillAllOfSmallRoom();
  }

  /** Where all have more speakers than places, whoever speaks is given one by {@link #update}. */
  private void fillAllOfSmallRoom() {
    if (speakers.count() - 1 <= mostPlaces) {
      for (int i = 0; i < count; i++) {
        fill(listeners[i]);
      }
    }
  }

  /** Frees the slots of a speaker, for others who wait for one. */
  void removeSpeaker(Speaker speaker) {
    speakers.remove(speaker);
    while (speaker.targetCount() > 0) {
      VoiceSlot slot = speaker.target(speaker.targetCount() - 1);
      free(slot);
      fill(slot.listener());
    }
    fillAllOfSmallRoom();
  }

  private void free(VoiceSlot slot) {
    if (slot.speaker() != null) {
      heldSlots--;
      slot.release();
    }
  }

  /** Follows a change of whom {@code listener} has muted. */
  void handleMutes(RoomPeer listener) {
    if (listener.listenerPlace == RoomPeer.NOWHERE) {
      return;
    }
    for (VoiceSlot slot : listener.slots()) {
      Speaker speaker = slot.speaker();
      if (speaker != null && listener.doesMute(speaker)) {
        free(slot);
      }
    }
    fill(listener);
  }

  /** Gives free slots to those who speak, and in a small room to everybody. */
  private void fill(RoomPeer listener) {
    int free = markHeld(listener);
    for (int i = 0; i < speakers.stageSize() && free > 0; i++) {
      free -= fillWith(listener, speakers.onStage(i));
    }
    if (speakers.count() - 1 > listener.slots().length + listener.muteCount()) {
      return;
    }
    for (int i = 0; i < speakers.count() && free > 0; i++) {
      free -= fillWith(listener, speakers.speaker(i));
    }
  }

  private int fillWith(RoomPeer listener, Speaker speaker) {
    if (!lacks(listener, speaker)) {
      return 0;
    }
    for (VoiceSlot slot : listener.slots()) {
      if (slot.speaker() == null) {
        give(slot, speaker);
        return 1;
      }
    }
    return 0;
  }

  private void give(VoiceSlot slot, Speaker speaker) {
    if (slot.speaker() != null) {
      counters.increment(EngineCounters.Count.SLOT_SWITCHES);
    } else {
      heldSlots++;
    }
    slot.assign(speaker);
    speaker.holdMark = round;
  }

  /** Marks who holds a slot of {@code listener}; gives how many slots are free. */
  private int markHeld(RoomPeer listener) {
    round++;
    int free = 0;
    for (VoiceSlot slot : listener.slots()) {
      Speaker speaker = slot.speaker();
      if (speaker == null) {
        free++;
      } else {
        speaker.holdMark = round;
      }
    }
    return free;
  }

  /** True when {@code listener} would hear {@code speaker} but has no slot for it. */
  private boolean lacks(RoomPeer listener, Speaker speaker) {
    return speaker.holdMark != round && speaker.peer() != listener && !listener.doesMute(speaker);
  }

  /**
   * Follows the speakers' levels, after packets came.
   *
   * @param ranksAlways true when others than the listeners here ask for the ranking
   */
  void update(long nowNanos, boolean ranksAlways) {
    int others = mereListeners == 0 ? speakers.count() - 1 : speakers.count();
    boolean areSlotsScarce = others > fewestSlots;
    if (!(areSlotsScarce || ranksAlways) || !speakers.isRankDue(nowNanos)) {
      return;
    }
    speakers.rank(nowNanos);
    if (!areSlotsScarce || !canAnythingChange()) {
      return;
    }
    for (int i = 0; i < count; i++) {
      update(listeners[i]);
    }
  }

  /**
   * Compares the loudest who is not heard by all with the quietest who is heard by anyone: in most
   * rounds that settles it, without a look at each listener.
   */
  private boolean canAnythingChange() {
    int quietest = Integer.MAX_VALUE;
    long heldBySilent = heldSlots;
    for (int i = 0; i < speakers.audibleCount(); i++) {
      Speaker speaker = speakers.audible(i);
      heldBySilent -= speaker.targetCount();
      if (speaker.targetCount() > 0) {
        quietest = Math.min(quietest, speaker.score);
      }
    }
    if (heldBySilent > 0) {
      quietest = SpeechLevel.SILENT;
    }
    for (int i = 0; i < speakers.stageSize(); i++) {
      Speaker speaker = speakers.onStage(i);
      RoomPeer own = speaker.peer();
      boolean doesListen = own != null && own.listenerPlace != RoomPeer.NOWHERE;
      int audience = doesListen ? count - 1 : count;
      if (speaker.targetCount() < audience) {
        return speaker.score >= quietest + MARGIN || heldSlots < totalSlots;
      }
    }
    return false;
  }

  private void update(RoomPeer listener) {
    markHeld(listener);
    for (int i = 0; i < speakers.stageSize(); i++) {
      Speaker speaker = speakers.onStage(i);
      if (!lacks(listener, speaker)) {
        continue;
      }
      VoiceSlot weakest = weakestSlot(listener);
      Speaker holder = weakest.speaker();
      if (holder != null && speaker.score < holder.score + MARGIN) {
        return;
      }
      give(weakest, speaker);
    }
  }

  /** A free slot, or that of the quietest speaker; of several silent ones, the longest silent. */
  private static VoiceSlot weakestSlot(RoomPeer listener) {
    VoiceSlot[] slots = listener.slots();
    VoiceSlot weakest = slots[0];
    for (VoiceSlot slot : slots) {
      if (isWeaker(slot.speaker(), weakest.speaker())) {
        weakest = slot;
      }
    }
    return weakest;
  }

  private static boolean isWeaker(@Nullable Speaker one, @Nullable Speaker other) {
    if (one == null || other == null) {
      return one == null && other != null;
    }
    return one.score < other.score
        || (one.score == other.score && one.spokeNanos < other.spokeNanos);
  }
}
