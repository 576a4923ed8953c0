package chat.free4.server.sealing;

import static chat.free4.server.sealing.TestMember.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.signal.ServerMessage;
import chat.free4.sfu.VoicePhrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A robot's keys: what it takes for an epoch, and when it seals nothing. */
class RobotSealTest {
  private static final Bytes NO_HASH = Bytes.of(new byte[32]);
  private static final Bytes WORDS = Bytes.utf8("hello");

  private final TestMember ada = new TestMember(1, "ada");
  private final TestMember ben = new TestMember(2, "ben");
  private final TestMember eve = new TestMember(4, "eve");
  private final TestMember robin = new TestMember(9, "robin", "companion");
  private final RobotSeal seal = robin.seal();
  private List<TestMember> here = List.of(ada, ben, robin);
  private long nowNanos;

  @BeforeEach
  void enter() {
    seal.entered(
        nowNanos,
        here.stream().map(TestMember::info).toList(),
        new ServerMessage.SealResult(here.stream().map(TestMember::shown).toList(), null));
  }

  private boolean commit(TestMember by, long epoch, List<TestMember> members) {
    return hear(by.commit(epoch, NO_HASH, TestMember.seed("secret " + epoch), members));
  }

  private boolean hear(Bytes commit) {
    return seal.handle(nowNanos, new ServerMessage.EpochChanged(commit));
  }

  private void joins(TestMember member) {
    seal.handle(nowNanos, new ServerMessage.MemberJoined(member.info()));
    ServerMessage.SealedMember shown = member.shown();
    seal.handle(nowNanos, new ServerMessage.SealJoined(shown.number(), shown.shown()));
    here = Stream.concat(here.stream(), Stream.of(member)).toList();
  }

  private void leaves(TestMember member) {
    seal.handle(nowNanos, new ServerMessage.MemberLeft(member.number, "removed"));
    here = here.stream().filter(other -> other != member).toList();
  }

  private @Nullable Bytes says() {
    return seal.seal(nowNanos, "chat", WORDS);
  }

  private void after(long millis) {
    nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void beforeTheFirstCommitItSealsAndOpensNothing() {
    assertThat(seal.epoch()).isZero();
    assertThat(says()).isNull();
    assertThat(seal.seal(nowNanos, phrase(1))).isNull();
    assertThat(seal.sealProfile(nowNanos, WORDS)).isNull();
    Bytes commit = ada.commit(1, NO_HASH, TestMember.seed("secret 1"), here);
    Bytes line = ada.keys(commit).seal(ROOM, "chat", ada.id, WORDS, new CountingRandom());
    assertThat(seal.open("chat", ada.id, line)).isNull();
  }

  @Test
  void aCommitToAllWhomItSeesIsTaken() {
    Bytes commit = ada.commit(1, NO_HASH, TestMember.seed("secret 1"), here);
    assertThat(hear(commit)).isTrue();
    assertThat(seal.epoch()).isEqualTo(1);
    EpochKeys keys = ben.keys(commit);
    assertThat(keys.open(ROOM, "chat", robin.id, Objects.requireNonNull(says()))).isEqualTo(WORDS);
    Bytes line = keys.seal(ROOM, "chat", ben.id, WORDS, new CountingRandom());
    assertThat(seal.open("chat", ben.id, line)).isEqualTo(WORDS);
    assertThat(seal.open("games", ben.id, line)).as("as something else").isNull();
    assertThat(seal.open("chat", ada.id, line)).as("by somebody else").isNull();
    Bytes profile = keys.seal(ROOM, "profile", ben.id, WORDS, new CountingRandom());
    assertThat(seal.openProfile(ben.number, profile)).isEqualTo(WORDS);
    assertThat(hear(commit)).as("once").isFalse();
  }

  @Test
  void aCommitThatIsNotThatOfWhomItNamesIsNone() {
    byte[] bytes = ada.commit(1, NO_HASH, WORDS_AS_SECRET, here).toArray();
    for (int at = 0; at < bytes.length; at += 13) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      assertThat(hear(Bytes.of(changed))).as("byte %d", at).isFalse();
    }
    assertThat(hear(Bytes.of(bytes).slice(0, bytes.length - 1))).isFalse();
    assertThat(hear(Bytes.EMPTY)).isFalse();
    assertThat(commit(eve, 1, here)).as("of a stranger").isFalse();
    assertThat(hear(Bytes.of(bytes))).isTrue();
  }

  private static final Bytes WORDS_AS_SECRET = TestMember.seed("secret");

  @Test
  void whatARobotCommitsIsNone() {
    TestMember other = new TestMember(10, "quill", "host");
    joins(other);
    assertThat(commit(other, 1, here)).isFalse();
    assertThat(commit(ben, 1, here)).isTrue();
  }

  @Test
  void aCommitThatLeavesItOutOrLetsAStrangerInIsNone() {
    assertThat(commit(ada, 1, List.of(ada, ben))).isFalse();
    assertThat(commit(ada, 1, List.of(ada, ben, robin, eve))).isFalse();
    assertThat(commit(ada, 1, here)).isTrue();
  }

  @Test
  void theHigherEpochCountsAndOfTwoTheLowerHash() {
    assertThat(commit(ada, 5, here)).isTrue();
    assertThat(commit(ben, 4, here)).isFalse();
    Bytes one = ada.commit(6, NO_HASH, TestMember.seed("one"), here);
    Bytes other = ben.commit(6, NO_HASH, TestMember.seed("other"), here);
    boolean isLower = hash(one).compareTo(hash(other)) < 0;
    assertThat(hear(isLower ? other : one)).isTrue();
    assertThat(hear(isLower ? one : other)).as("the lower hash comes second").isTrue();
    assertThat(hear(isLower ? other : one)).isFalse();
  }

  private static Bytes hash(Bytes commit) {
    return Objects.requireNonNull(Commit.read(commit)).hash(ROOM);
  }

  @Test
  void aCommitForThoseOfAMomentAgoCountsWhereAllOfThemAreHere() {
    List<TestMember> before = here;
    joins(eve);
    after(2_000);
    assertThat(commit(ada, 1, before)).as("Eve came meanwhile").isTrue();
    after(1_500);
    assertThat(commit(ada, 2, before)).as("too late").isFalse();
    before = here;
    leaves(eve);
    assertThat(commit(ada, 3, before)).as("Eve was removed").isFalse();
    assertThat(commit(ada, 3, here)).isTrue();
  }

  @Test
  void whereNobodyCommitsAfterARemovalNothingIsSealedForLong() {
    joins(eve);
    commit(ada, 1, here);
    leaves(eve);
    after(9_999);
    assertThat(says()).isNotNull();
    after(1);
    assertThat(says()).isNull();
    assertThat(seal.seal(nowNanos, phrase(1))).isNull();
    assertThat(commit(ada, 2, here)).isTrue();
    assertThat(says()).isNotNull();
  }

  @Test
  void whoComesBackOpensItAgain() {
    joins(eve);
    commit(ada, 1, here);
    leaves(eve);
    after(11_000);
    assertThat(says()).isNull();
    joins(eve);
    assertThat(says()).isNotNull();
  }

  @Test
  void aKeyThatIsNotTheirsIsNotSealedTo() {
    seal.handle(nowNanos, new ServerMessage.MemberJoined(eve.info()));
    Bytes bens = ben.shown().shown();
    seal.handle(nowNanos, new ServerMessage.SealJoined(eve.number, bens));
    seal.handle(nowNanos, new ServerMessage.SealJoined(eve.number, bens.slice(0, 159)));
    assertThat(commit(ada, 1, List.of(ada, ben, robin, eve))).isFalse();
    assertThat(commit(ada, 1, here)).isTrue();
  }

  @Test
  void itsProfileIsSealedAnewForWhoCannotReadIt() {
    commit(ada, 1, here);
    assertThat(seal.isProfileDue()).isTrue();
    seal.sealProfile(nowNanos, WORDS);
    assertThat(seal.isProfileDue()).isFalse();
    commit(ada, 2, here);
    assertThat(seal.isProfileDue()).as("all could read it").isFalse();
    joins(eve);
    commit(ada, 3, here);
    assertThat(seal.isProfileDue()).isTrue();
  }

  @Test
  void aPhraseIsSealedFrameByFrameAndEachEpochHasAKeyIdOfItsOwn() {
    commit(ada, 1, here);
    long kid = seal.kid();
    assertThat(kid).isBetween(1L << 40, (1L << 48) - 1);
    VoicePhrase said = Objects.requireNonNull(seal.seal(nowNanos, phrase(300)));
    assertThat(said.length()).isEqualTo(300);
    assertThat(said.level(7)).isEqualTo(7);
    assertThat(said.frame(0)).startsWith(0xd0).hasSize(7 + 20 + 16);
    assertThat(said.frame(299)).startsWith(0xd9).hasSize(9 + 20 + 16);
    VoicePhrase again = Objects.requireNonNull(seal.seal(nowNanos, phrase(1)));
    assertThat(again.frame(0)).as("counted on").startsWith(0xd9);
    commit(ada, 2, here);
    assertThat(seal.kid()).isNotEqualTo(kid);
    assertThat(Objects.requireNonNull(seal.seal(nowNanos, phrase(1))).frame(0)).startsWith(0xd0);
  }

  private static VoicePhrase phrase(int length) {
    List<byte[]> frames = new ArrayList<>();
    byte[] levels = new byte[length];
    for (int i = 0; i < length; i++) {
      frames.add(new byte[20]);
      levels[i] = (byte) (i % 128);
    }
    return new VoicePhrase(frames, levels);
  }

  @Test
  void contentOfFormerEpochsIsOpenedForSoMany() {
    List<Bytes> lines = new ArrayList<>();
    for (int epoch = 1; epoch <= RobotSeal.MAX_FORMER + 1; epoch++) {
      Bytes commit = ada.commit(epoch, NO_HASH, TestMember.seed("secret " + epoch), here);
      hear(commit);
      lines.add(ada.keys(commit).seal(ROOM, "chat", ada.id, WORDS, new CountingRandom()));
    }
    assertThat(seal.open("chat", ada.id, lines.get(0))).isNull();
    assertThat(seal.open("chat", ada.id, lines.get(1))).isEqualTo(WORDS);
  }

  @Test
  void rostersOfAMomentAgoAreRememberedForSoMany() {
    List<TestMember> before = here;
    for (int i = 0; i <= RobotSeal.MAX_RECENT; i++) {
      joins(new TestMember(20 + i, "member " + i));
    }
    assertThat(commit(ada, 1, before)).isFalse();
    assertThat(commit(ada, 1, here.subList(0, 4))).as("all but the first").isTrue();
  }
}
