package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sfu.Stage.Browser;
import chat.free4.sfu.Stage.Heard;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is heard by whom, through the whole engine. */
final class VoiceSlotsTest {
  private static final long ROOM = 9;
  private static final int SLOTS = 6;
  private static final long MS = 1_000_000;

  private final Stage stage = new Stage(1);

  /** Frames in which each browser speaks at the level at its index; null: it sends nothing. */
  private void frames(int count, List<Browser> browsers, Integer... levels) {
    for (int i = 0; i < count; i++) {
      for (int b = 0; b < levels.length; b++) {
        if (levels[b] != null) {
          browsers.get(b).speak(levels[b]);
        }
      }
      stage.frame();
    }
  }

  /** The slot in which each speaker was heard, which must be one alone. */
  private static Map<Integer, Integer> slotOfEach(Browser listener) {
    Map<Integer, Integer> slots = new HashMap<>();
    for (Heard heard : listener.heard) {
      Integer former = slots.put(heard.speaker(), heard.ssrc());
      assertThat(former == null || former == heard.ssrc()).isTrue();
    }
    return slots;
  }

  @Test
  void everybodyHearsAllOthersAndNeverThemselvesInASmallRoom() {
    List<Browser> browsers = stage.joinMany(ROOM, 3, SLOTS);
    frames(50, browsers, 25, 25, 25);
    for (Browser browser : browsers) {
      assertThat(browser.heard).hasSize(100);
      assertThat(slotOfEach(browser)).hasSize(2).doesNotContainKey(browser.member);
    }
  }

  @Test
  void upToOneMoreThanSlotsEachHasASlotOfTheirOwnHoweverQuiet() {
    List<Browser> browsers = stage.joinMany(ROOM, SLOTS + 1, SLOTS);
    frames(100, browsers, 10, 120, 127, 40, 90, 127, 60);
    for (Browser browser : browsers) {
      Map<Integer, Integer> slots = slotOfEach(browser);
      assertThat(slots).hasSize(SLOTS);
      assertThat(new HashSet<>(slots.values())).hasSize(SLOTS);
      assertThat(browser.heard).hasSize(SLOTS * 100);
    }
    assertThat(stage.engine.counters().slotSwitches()).isZero();
  }

  @Test
  void theLoudestAreHeardWhereThereAreMoreThanSlots() {
    List<Browser> browsers = stage.joinMany(ROOM, 12, SLOTS);
    Integer[] levels = {30, 32, 34, 36, 38, 40, 42, 80, 90, 100, 110, 127};
    frames(100, browsers, levels);
    browsers.forEach(browser -> browser.heard.clear());
    frames(50, browsers, levels);
    assertThat(browsers.get(11).speakersHeard()).containsExactly(1, 2, 3, 4, 5, 6);
    // Who is among the loudest hears the next one instead of themselves.
    assertThat(browsers.get(0).speakersHeard()).containsExactly(2, 3, 4, 5, 6, 7);
  }

  @Test
  void aQuietOneWhoStartsToSpeakIsHeardWithin300Milliseconds() {
    List<Browser> browsers = stage.joinMany(ROOM, 12, SLOTS);
    Integer[] before = {30, 30, 30, 30, 30, 45, 90, 90, 90, 90, 90, 90};
    frames(150, browsers, before);
    Integer[] after = before.clone();
    after[9] = 30;
    long from = stage.now;
    browsers.forEach(browser -> browser.heard.clear());
    frames(15, browsers, after);
    for (Browser listener : browsers) {
      if (listener.member != 10) {
        long first = firstHeard(listener, 10);
        assertThat(first - from).as("to %d", listener.member).isLessThanOrEqualTo(300 * MS);
      }
    }
  }

  @Test
  void whoTakesOverFromAnotherIsHeardWithin300MillisecondsThoughNoLouder() {
    List<Browser> browsers = stage.joinMany(ROOM, 12, SLOTS);
    Integer[] before = {30, 30, 30, 30, 30, 30, 90, 90, 90, 90, 90, 90};
    frames(150, browsers, before);
    Integer[] after = before.clone();
    after[2] = 127;
    after[10] = 30;
    long from = stage.now;
    browsers.forEach(browser -> browser.heard.clear());
    frames(15, browsers, after);
    assertThat(firstHeard(browsers.get(0), 11) - from).isLessThanOrEqualTo(300 * MS);
  }

  @Test
  void aFirstWordIsHeardFromItsStartWhereSomeoneHasLongBeenSilent() {
    List<Browser> browsers = stage.joinMany(ROOM, 12, SLOTS);
    frames(150, browsers, 30, 30, 127, 127, 127, 127, 127, 127, 127, 127, 127, 127);
    browsers.forEach(browser -> browser.heard.clear());
    Browser speaker = browsers.get(9);
    int firstTimestamp = speaker.timestamp;
    frames(1, browsers, 30, 30, 127, 127, 127, 127, 127, 127, 127, 30, 127, 127);
    assertThat(firstTimestamp).isNotEqualTo(speaker.timestamp);
    assertThat(browsers.get(0).speakersHeard()).contains(10);
  }

  private static long firstHeard(Browser listener, int speaker) {
    return listener.heard.stream()
        .filter(heard -> heard.speaker() == speaker)
        .mapToLong(Heard::nanos)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  @Test
  void aClickTakesNoSlotFromSomeoneWhoSpeaks() {
    List<Browser> browsers = stage.joinMany(ROOM, 9, SLOTS);
    Integer[] speech = {30, 30, 30, 30, 30, 30, 30, 127, 127};
    frames(100, browsers, speech);
    browsers.forEach(browser -> browser.heard.clear());
    for (int i = 0; i < 20; i++) {
      frames(2, browsers, 30, 30, 30, 30, 30, 30, 30, 1, 127);
      frames(8, browsers, speech);
    }
    for (Browser browser : browsers) {
      assertThat(browser.speakersHeard()).doesNotContain(8);
    }
  }

  @Test
  void nearlyEqualVoicesDoNotTakeTurnsInASlot() {
    List<Browser> browsers = stage.joinMany(ROOM, 10, SLOTS);
    long before = 0;
    for (int i = 0; i < 200; i++) {
      Integer[] levels = new Integer[10];
      for (int b = 0; b < 10; b++) {
        levels[b] = 30 + (i * 7 + b * 3) % 4;
      }
      frames(1, browsers, levels);
      if (i == 50) {
        before = stage.engine.counters().slotSwitches();
      }
    }
    assertThat(stage.engine.counters().slotSwitches()).isEqualTo(before);
  }

  @Test
  void whoHoldsASlotKeepsItAsTheRoomGrowsAndShrinks() {
    List<Browser> browsers = stage.joinMany(ROOM, 4, SLOTS);
    frames(50, browsers, 30, 30, 30, 127);
    Browser listener = browsers.get(3);
    Map<Integer, Integer> before = slotOfEach(listener);
    for (int member = 5; member <= 20; member++) {
      stage.join(ROOM, member, SLOTS);
      frames(5, browsers, 30, 30, 30, 127);
    }
    for (int member = 5; member <= 20; member++) {
      stage.command(new MediaCommand.RemovePeer(ROOM, member));
      frames(5, browsers, 30, 30, 30, 127);
    }
    assertThat(slotOfEach(listener)).isEqualTo(before);
    assertThat(stage.engine.counters().slotSwitches()).isZero();
  }

  @Test
  void everybodyHasASlotAgainWhenALargeRoomHasShrunk() {
    List<Browser> browsers = stage.joinMany(ROOM, 12, SLOTS);
    frames(100, browsers, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30);
    for (int member = 1; member <= 5; member++) {
      stage.command(new MediaCommand.RemovePeer(ROOM, member));
    }
    List<Browser> rest = browsers.subList(5, 12);
    rest.forEach(browser -> browser.heard.clear());
    frames(5, rest, 100, 100, 100, 100, 100, 100, 100);
    for (Browser browser : rest) {
      assertThat(browser.speakersHeard()).hasSize(6).doesNotContain(browser.member);
    }
  }

  @Test
  void listenersWithFewerSlotsHearTheLoudestOfThem() {
    List<Browser> browsers = stage.joinMany(ROOM, 4, SLOTS);
    Browser narrow = stage.join(ROOM, 5, 2);
    Browser deaf = stage.join(ROOM, 6, 0);
    frames(100, browsers, 50, 30, 40, 60);
    narrow.heard.clear();
    frames(20, browsers, 50, 30, 40, 60);
    assertThat(narrow.speakersHeard()).containsExactly(2, 3);
    assertThat(deaf.heard).isEmpty();
    assertThat(browsers.get(0).speakersHeard()).containsExactly(2, 3, 4);
  }

  @Test
  void aMereListenerHearsTheLoudestOfAllSpeakers() {
    List<Browser> browsers = stage.joinMany(ROOM, 3, 2);
    Browser listener = stage.add(ROOM, 4, 2, stage.parameters(2, false, true)).connect();
    frames(100, browsers, 60, 50, 20);
    listener.heard.clear();
    frames(10, browsers, 60, 50, 20);
    assertThat(listener.speakersHeard()).containsExactly(2, 3);
  }

  @Test
  void muteForMeStopsThePacketsForOneListenerAlone() {
    List<Browser> browsers = stage.joinMany(ROOM, 3, SLOTS);
    stage.command(new MediaCommand.MuteForListener(ROOM, 1, 2, true));
    frames(10, browsers, 30, 30, 30);
    assertThat(browsers.get(0).speakersHeard()).containsExactly(3);
    assertThat(browsers.get(2).speakersHeard()).containsExactly(1, 2);
    stage.command(new MediaCommand.MuteForListener(ROOM, 1, 2, false));
    frames(10, browsers, 30, 30, 30);
    assertThat(browsers.get(0).speakersHeard()).containsExactly(2, 3);
  }

  @Test
  void whoIsSilencedIsHeardByNobodyAndStillHearsAll() {
    List<Browser> browsers = stage.joinMany(ROOM, 3, SLOTS);
    stage.command(new MediaCommand.Silence(ROOM, 2, true));
    frames(10, browsers, 30, 30, 30);
    assertThat(browsers.get(0).speakersHeard()).containsExactly(3);
    assertThat(browsers.get(1).speakersHeard()).containsExactly(1, 3);
    assertThat(browsers.get(2).speakersHeard()).containsExactly(1);
    assertThat(stage.engine.counters().drops().get("silenced")).isEqualTo(10);
    stage.command(new MediaCommand.Silence(ROOM, 2, false));
    frames(10, browsers, 30, 30, 30);
    assertThat(browsers.get(0).speakersHeard()).containsExactly(2, 3);
    assertThat(browsers.get(2).speakersHeard()).containsExactly(1, 2);
  }

  /** Two slots and three others: the ranking is theirs too who is nobody's speaker. */
  @Test
  void whoIsSilencedHearsTheLoudestWhereTheOthersHaveASlotForEach() {
    List<Browser> browsers = stage.joinMany(ROOM, 4, 2);
    stage.command(new MediaCommand.Silence(ROOM, 4, true));
    frames(100, browsers, 60, 50, 20, 0);
    browsers.forEach(browser -> browser.heard.clear());
    frames(10, browsers, 60, 50, 20, 0);
    assertThat(browsers.get(3).speakersHeard()).containsExactly(2, 3);
    assertThat(browsers.get(2).speakersHeard()).containsExactly(1, 2);
  }

  @Test
  void whoIsSilencedBeforeItsVoiceFlowsIsNotHeardAtAll() {
    Browser listener = stage.join(ROOM, 1, SLOTS);
    Browser late = stage.add(ROOM, 2, SLOTS, stage.parameters(SLOTS, true, true));
    stage.command(new MediaCommand.Silence(ROOM, 2, true));
    late.connect();
    frames(10, List.of(listener, late), 30, 30);
    assertThat(listener.heard).isEmpty();
    stage.command(new MediaCommand.RemovePeer(ROOM, 2));
    stage.command(new MediaCommand.Silence(ROOM, 2, true));
    assertThat(stage.engine.counters().commandsRefused()).as("a text may be said for it").isZero();
    stage.command(new MediaCommand.Silence(ROOM + 1, 2, true));
    assertThat(stage.engine.counters().commandsRefused()).as("there is no such room").isEqualTo(1);
  }

  @Test
  void aMutedSpeakerLeavesTheSlotToAnother() {
    List<Browser> browsers = stage.joinMany(ROOM, 5, 2);
    frames(50, browsers, 120, 20, 30, 40, 50);
    Browser listener = browsers.get(0);
    stage.command(new MediaCommand.MuteForListener(ROOM, 1, 2, true));
    listener.heard.clear();
    frames(20, browsers, 120, 20, 30, 40, 50);
    assertThat(listener.speakersHeard()).containsExactly(3, 4);
  }

  @Test
  void aMuteSurvivesNewTransportsOfBothAndEndsWithTheMember() {
    stage.joinMany(ROOM, 2, SLOTS);
    stage.command(new MediaCommand.MuteForListener(ROOM, 1, 2, true));
    stage.command(new MediaCommand.RemovePeer(ROOM, 1));
    stage.command(new MediaCommand.RemovePeer(ROOM, 2));
    List<Browser> browsers = List.of(stage.join(ROOM, 1, SLOTS), stage.join(ROOM, 2, SLOTS));
    frames(10, browsers, 30, 30);
    assertThat(browsers.get(0).heard).isEmpty();
    assertThat(browsers.get(1).heard).hasSize(10);
    stage.command(new MediaCommand.ForgetMember(ROOM, 2));
    browsers = List.of(browsers.get(0), stage.join(ROOM, 2, SLOTS));
    frames(10, browsers, 30, 30);
    assertThat(browsers.get(0).heard).hasSize(10);
  }

  @Test
  void oneWhoComesBackIsHeardAgainAndTheSlotGoesOn() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, SLOTS);
    frames(10, browsers, 30, 30);
    browsers = List.of(browsers.get(0), stage.join(ROOM, 2, SLOTS));
    frames(10, browsers, 30, 30);
    List<Heard> heard = browsers.get(0).heard;
    assertThat(heard).hasSize(20);
    for (int i = 1; i < heard.size(); i++) {
      assertThat(heard.get(i).ssrc()).isEqualTo(heard.get(0).ssrc());
      int step = (heard.get(i).sequence() - heard.get(i - 1).sequence()) & 0xffff;
      assertThat(step).isEqualTo(1);
    }
    assertThat(heard.get(10).marker()).isTrue();
  }

  @Test
  void withoutLevelsBiggerPayloadsCountAsLouder() {
    List<Browser> browsers = stage.joinMany(ROOM, 3, 1);
    Browser listener = stage.join(ROOM, 4, 1);
    for (int i = 0; i < 100; i++) {
      for (Browser browser : browsers) {
        int bytes = browser.member == 2 ? 90 : 3;
        byte[] packet = browser.voice(browser.sequence, browser.timestamp, -1, bytes);
        browser.skip();
        stage.add(browser.path, packet);
      }
      stage.frame();
    }
    listener.heard.clear();
    frames(5, browsers.subList(1, 2), 30);
    assertThat(listener.speakersHeard()).containsExactly(2);
  }

  @Test
  void aRoomOfTwoThousandCostsWhatItForwards() {
    MediaLimits limits = MediaLimits.DEFAULT;
    Stage large = new Stage(2, limits, limits.batchPackets());
    List<Browser> browsers = large.joinMany(ROOM, 2000, SLOTS);
    Set<Integer> speaking = Set.of(3, 500, 1999);
    for (int i = 0; i < 25; i++) {
      for (int member : speaking) {
        browsers.get(member - 1).speak(30);
      }
      large.frame();
    }
    assertThat(large.engine.counters().forwarded()).isEqualTo(25L * 3 * 1999);
    assertThat(browsers.get(0).speakersHeard()).isEqualTo(speaking);
    assertThat(browsers.get(2).speakersHeard()).containsExactly(500, 1999);
  }
}
