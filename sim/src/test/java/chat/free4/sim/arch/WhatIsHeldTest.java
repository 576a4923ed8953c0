package chat.free4.sim.arch;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.saw.SawKind;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Whatever is held of a member is told to it ("What the server saw"): each field of the classes
 * that hold something is named here, with the kind it is told as, or "-" where it is about nobody.
 * A new field has to be told, or said to be about nobody, and stands in docs/privacy.md then.
 */
final class WhatIsHeldTest {
  private static final String ABOUT_NOBODY = "-";

  private static final String HELD =
      """
      chat.free4.room.member.Member
        number NUMBER | cursor NUMBER | id MEMBER_ID | identity IDENTITY | device DEVICE
        writing ALLOWANCE | reading ALLOWANCE | saying ALLOWANCE | now PROFILE | told PROFILE | info PROFILE
        transport VOICE | showLossAtNanos LINE | leaveAtNanos LINE | leaveReason LINE
        quietUntilNanos LINE | changeWaits LINE | robot -
      chat.free4.room.member.Member$Shown
        profile PROFILE | muted MUTED | connection LINE | hasMedia VOICE
      chat.free4.room.signal.SignalSession
        facts - | offers - | random - | effects - | session SESSION | nonce SESSION
        messages MESSAGE_ALLOWANCE | patience MESSAGE_ALLOWANCE | notJson MESSAGE_ALLOWANCE
        liveness LAST_HEARD | enterDeadlineNanos LAST_HEARD | greetedBefore LAST_HEARD
        entering ORIGIN | certificate CERTIFICATE | room ROOM | state LINE
      chat.free4.room.signal.EnterCheck
        origin ORIGIN | session SESSION | facts - | offers -
      chat.free4.room.signal.Liveness
        graceNanos - | heartbeatNanos - | lastHeardNanos LAST_HEARD
        nextHeartbeatNanos LAST_HEARD | silent LINE
      chat.free4.server.host.HostedSession
        handle - | address ADDRESS | socket - | engine - | onTime - | room ROOM | open LINE
        watching -
      chat.free4.room.ModerationDesk
        room - | root - | roster - | out - | rate - | log - | lobby - | floor - | sealed -
        heads IDENTITY | acting IDENTITY | addressBans ADDRESS_BAN | slowMode LAST_MESSAGE | marks ADDRESS_MARK
        silence - | ledger ACTS_BY | entry - | returning -
      chat.free4.room.SilenceDesk
        floor - | out - | silenced ACTS_ABOUT
      chat.free4.room.moderation.Returning
        oldAtNanos - | state ACTS_ABOUT | head - | awaited IDENTITY | isLifeKnown - | isOver -
        mayReturnToLock -
      chat.free4.room.snapshot.RoomSnapshot
        atNanos - | createdNanos - | rules ACTS_ABOUT | talks TALKED | writes LAST_MESSAGE
        sequences LOG_SEQUENCE | addressBans ADDRESS_BAN | robots -
      chat.free4.room.snapshot.RobotSeat
        kind - | language - | seed - | sequence -
      chat.free4.room.snapshot.RoomSnapshot$Rules
        root - | firstOwner IDENTITY | head - | state ACTS_ABOUT | present IDENTITY
        isPresentWhole - | hands HAND
      chat.free4.room.floor.FloorTimes$Talk
        identity TALKED | talkedNanos TALKED | budgetNanos TALK_LEFT | leftNanos TALK_LEFT
        atNanos TALK_LEFT | returnNanos TALK_LEFT | knowsOfLittle TALK_LEFT
      chat.free4.room.moderation.AddressBans$Ban
        mark ADDRESS_BAN | identity ADDRESS_BAN | endNanos ADDRESS_BAN
      chat.free4.room.moderation.Hands
        raised HAND | numbers HAND
      chat.free4.room.SlowMode
        isFree - | pauseNanos - | wroteNanos LAST_MESSAGE
      chat.free4.room.log.RoomLog
        maxEntries - | maxBytes - | maxAuthors - | cursor - | bytes LOG_BYTES
        entries LOG_ENTRIES | byKey LOG_ENTRIES | newestSequences LOG_SEQUENCE
        formerSequences LOG_SEQUENCE | families LOG_ENTRIES
      chat.free4.room.SettlingDesk$Settling
        voices IDENTITY | settled -
      chat.free4.room.PassingDesk
        out - | speeds ALLOWANCE | deliveries -
      chat.free4.room.FloorDesk
        roster - | out - | times TALKED | news TALKED | tellAtNanos -
      chat.free4.room.floor.FloorTimes$Talker
        talkedNanos TALKED | leftNanos TALK_LEFT | budgetNanos TALK_LEFT | atNanos TALK_LEFT
        returnNanos TALK_LEFT | knowsOfLittle TALK_LEFT
      chat.free4.room.SealingDesk$Shown
        commits ALLOWANCE | bytes SEALING_KEY | epoch VOICE_KEY | kid VOICE_KEY
      chat.free4.room.ChainDesk
        changes - | moderation - | out - | chain CHAIN
      chat.free4.room.DescriptionDesk
        moderation - | changes - | description ROOM_WORDS
      """;

  /** Fields by class, each with what it is told as. */
  private static Map<String, Map<String, String>> held() {
    Map<String, Map<String, String>> classes = new LinkedHashMap<>();
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : HELD.split("\n", -1)) {
      if (line.startsWith("chat.")) {
        fields = new LinkedHashMap<>();
        classes.put(line, fields);
      } else if (!line.isBlank()) {
        for (String field : line.split("\\|", -1)) {
          String[] words = field.strip().split(" ", -1);
          fields.put(words[0], words[1]);
        }
      }
    }
    return classes;
  }

  @Test
  void everyFieldThatHoldsSomethingOfAMemberIsToldToIt() throws ClassNotFoundException {
    Map<String, Set<String>> declared = new LinkedHashMap<>();
    Map<String, Set<String>> named = new LinkedHashMap<>();
    for (Map.Entry<String, Map<String, String>> entry : held().entrySet()) {
      Set<String> fields =
          Arrays.stream(Class.forName(entry.getKey()).getDeclaredFields())
              .filter(field -> !Modifier.isStatic(field.getModifiers()))
              .filter(field -> !field.isSynthetic())
              .map(Field::getName)
              .collect(Collectors.toCollection(TreeSet::new));
      declared.put(entry.getKey(), fields);
      named.put(entry.getKey(), new TreeSet<>(entry.getValue().keySet()));
    }
    assertThat(named).isEqualTo(declared);
  }

  @Test
  void everyKindThatIsToldIsHeldSomewhere() {
    Set<SawKind> kinds = EnumSet.noneOf(SawKind.class);
    for (Map<String, String> fields : held().values()) {
      for (String kind : fields.values()) {
        if (!kind.equals(ABOUT_NOBODY)) {
          kinds.add(SawKind.valueOf(kind));
        }
      }
    }
    assertThat(kinds).isEqualTo(EnumSet.allOf(SawKind.class));
  }
}
