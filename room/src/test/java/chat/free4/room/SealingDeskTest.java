package chat.free4.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.Transcript;
import chat.free4.room.member.Member;
import chat.free4.room.member.Roster;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.RateLimit;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the server does with keys that it cannot use: passes on, keeps the newest, limits. */
class SealingDeskTest {
  private static final RoomId ROOM = RoomId.ofPublic("sealed");
  private static final long ID = 7;
  private static final Bytes SHOWN = Bytes.of(new byte[SealingDesk.SHOWN_BYTES]);
  private static final long KID = SealingDesk.MIN_KID;

  private final Roster roster = new Roster();
  private final Outbox out = new Outbox(roster);
  private final SealingDesk desk = new SealingDesk(ROOM, true, out);
  private final Member ann = member("ann", 1);
  private final Member ben = member("ben", 2);
  private long nowNanos;

  private Member member(String name, int number) {
    Bytes key = Bytes.utf8(name);
    RateLimit any = new RateLimit(0, 1, 1);
    Member member =
        new Member(0, number, MemberId.of(key, key), key, key, Bytes.EMPTY, false, 0, any, any);
    roster.add(member);
    roster.attach(member, number);
    return member;
  }

  private @Nullable SignalError ask(Member member, ClientMessage.Sealing message) {
    SignalFault fault = desk.handle(nowNanos, member.number(), ID, member, message);
    return fault == null ? null : fault.error();
  }

  private List<RoomEffect> take() {
    List<RoomEffect> effects = new ArrayList<>();
    for (RoomEffect effect = out.poll(); effect != null; effect = out.poll()) {
      effects.add(effect);
    }
    return effects;
  }

  private List<ServerMessage.Notification> told() {
    return take().stream()
        .filter(RoomEffect.Broadcast.class::isInstance)
        .map(effect -> ((RoomEffect.Broadcast) effect).message())
        .toList();
  }

  private ServerMessage.SealResult join(Member member, Bytes shown) {
    take();
    assertThat(ask(member, new ClientMessage.SealJoin(shown))).isNull();
    return take().stream()
        .filter(RoomEffect.Reply.class::isInstance)
        .map(effect -> (ServerMessage.SealResult) ((RoomEffect.Reply) effect).result())
        .findFirst()
        .orElseThrow();
  }

  /** A commit that is sealed to nobody; {@code salt} gives it another hash. */
  private static Bytes commit(long epoch, int salt) {
    byte[] bytes = new byte[157];
    ByteBuffer.wrap(bytes).put((byte) 1).putLong(epoch).put((byte) salt);
    return Bytes.of(bytes);
  }

  private static byte[] hash(Bytes commit) {
    Bytes body = commit.slice(0, commit.length() - 64);
    return Transcript.of("free4chat epoch 1").add(ROOM.value()).add(body).sha256().toArray();
  }

  @Test
  void whoJoinsLearnsOfTheOthersAndTheyOfIt() {
    assertThat(join(ann, SHOWN).members())
        .containsExactly(new ServerMessage.SealedMember(1, SHOWN, null, null));
    assertThat(ask(ann, new ClientMessage.MediaKey(3, KID))).isNull();
    take();
    assertThat(ask(ben, new ClientMessage.SealJoin(SHOWN))).isNull();
    List<RoomEffect> effects = take();
    assertThat(effects.getFirst())
        .isEqualTo(
            new RoomEffect.Reply(
                2,
                ID,
                new ServerMessage.SealResult(
                    List.of(
                        new ServerMessage.SealedMember(1, SHOWN, 3L, KID),
                        new ServerMessage.SealedMember(2, SHOWN, null, null)),
                    null)));
    assertThat(((RoomEffect.Broadcast) effects.getLast()).message())
        .isEqualTo(new ServerMessage.SealJoined(2, SHOWN));
  }

  @Test
  void theSameKeyAgainIsNoNewsAnotherOneIsAndTakesTheKeyIdWithIt() {
    join(ann, SHOWN);
    ask(ann, new ClientMessage.MediaKey(3, KID));
    take();
    ask(ann, new ClientMessage.SealJoin(SHOWN));
    assertThat(told()).isEmpty();
    byte[] other = SHOWN.toArray();
    other[0] = 1;
    ServerMessage.SealResult result = join(ann, Bytes.of(other));
    assertThat(result.members())
        .containsExactly(new ServerMessage.SealedMember(1, Bytes.of(other), null, null));
  }

  @Test
  void whoIsGoneForGoodIsNotShownAnyMore() {
    join(ann, SHOWN);
    join(ben, SHOWN);
    desk.left(ann);
    assertThat(join(ben, SHOWN).members()).hasSize(1);
    assertThat(ask(ann, new ClientMessage.MediaKey(1, KID))).isEqualTo(SignalError.NOT_SEALED);
  }

  @Test
  void theNewestCommitIsToldToAllAndKept() {
    join(ann, SHOWN);
    assertThat(ask(ann, new ClientMessage.EpochCommit(commit(1, 0)))).isNull();
    assertThat(told()).containsExactly(new ServerMessage.EpochChanged(commit(1, 0)));
    assertThat(ask(ann, new ClientMessage.EpochCommit(commit(4, 0)))).isNull();
    assertThat(ask(ann, new ClientMessage.EpochCommit(commit(3, 0))))
        .isEqualTo(SignalError.EPOCH_STALE);
    assertThat(join(ben, SHOWN).commit()).isEqualTo(commit(4, 0));
  }

  @Test
  void nobodyTakesTheLastNumberOfAllEpochs() {
    join(ann, SHOWN);
    ask(ann, new ClientMessage.EpochCommit(commit(1, 0)));
    long far = 1 + SealingDesk.MAX_EPOCH_STEP;
    assertThat(ask(ann, new ClientMessage.EpochCommit(commit(far + 1, 0))))
        .isEqualTo(SignalError.INVALID_PARAMS);
    assertThat(join(ben, SHOWN).commit()).isEqualTo(commit(1, 0));
    assertThat(ask(ann, new ClientMessage.EpochCommit(commit(far, 0)))).isNull();
  }

  @Test
  void ofTwoCommitsOfOneEpochTheLowerHashStays() {
    Bytes one = commit(5, 1);
    Bytes two = commit(5, 2);
    boolean oneIsLower = Arrays.compareUnsigned(hash(one), hash(two)) < 0;
    Bytes lower = oneIsLower ? one : two;
    Bytes higher = oneIsLower ? two : one;
    join(ann, SHOWN);
    join(ben, SHOWN);
    assertThat(ask(ann, new ClientMessage.EpochCommit(higher))).isNull();
    assertThat(ask(ben, new ClientMessage.EpochCommit(lower))).isNull();
    assertThat(ask(ann, new ClientMessage.EpochCommit(higher))).isEqualTo(SignalError.EPOCH_STALE);
    assertThat(ask(ann, new ClientMessage.EpochCommit(lower))).isEqualTo(SignalError.EPOCH_STALE);
    assertThat(join(ben, SHOWN).commit()).isEqualTo(lower);
  }

  @Test
  void aKeyIdIsRegisteredAndTold() {
    join(ann, SHOWN);
    assertThat(ask(ann, new ClientMessage.MediaKey(2, SealingDesk.MAX_KID))).isNull();
    assertThat(take())
        .contains(new RoomEffect.RegisterKey(1, SealingDesk.MAX_KID))
        .anySatisfy(
            effect ->
                assertThat(effect)
                    .isInstanceOfSatisfying(
                        RoomEffect.Broadcast.class,
                        told ->
                            assertThat(told.message())
                                .isEqualTo(
                                    new ServerMessage.MediaKeyNamed(1, 2, SealingDesk.MAX_KID))));
    assertThat(ask(ann, new ClientMessage.MediaKey(2, SealingDesk.MIN_KID - 1)))
        .isEqualTo(SignalError.INVALID_PARAMS);
    assertThat(ask(ann, new ClientMessage.MediaKey(2, SealingDesk.MAX_KID + 1)))
        .isEqualTo(SignalError.INVALID_PARAMS);
  }

  @Test
  void nothingIsTakenInAPublicRoomNorBeforeAKeyWasShown() {
    SealingDesk open = new SealingDesk(ROOM, false, out);
    SignalFault fault = open.handle(0, 1, ID, ann, new ClientMessage.SealJoin(SHOWN));
    assertThat(fault).isEqualTo(SignalFault.of(SignalError.NOT_SEALED));
    assertThat(ask(ann, new ClientMessage.EpochCommit(commit(1, 0))))
        .isEqualTo(SignalError.NOT_SEALED);
    assertThat(ask(ann, new ClientMessage.MediaKey(1, KID))).isEqualTo(SignalError.NOT_SEALED);
    assertThat(take()).isEmpty();
  }

  @Test
  void oneMemberCommitsSoOftenAndNoMoreTheOthersStillMay() {
    join(ann, SHOWN);
    join(ben, SHOWN);
    for (int epoch = 1; epoch <= SealingDesk.COMMITS_AT_ONCE; epoch++) {
      assertThat(ask(ann, new ClientMessage.EpochCommit(commit(epoch, 0)))).isNull();
    }
    assertThat(ask(ann, new ClientMessage.EpochCommit(commit(99, 0)))).isEqualTo(SignalError.BUSY);
    assertThat(ask(ben, new ClientMessage.EpochCommit(commit(99, 0)))).isNull();
    nowNanos += 1_000_000_000L / SealingDesk.COMMITS_PER_SECOND;
    assertThat(ask(ann, new ClientMessage.EpochCommit(commit(100, 0)))).isNull();
  }

  @Test
  void whatHasNotTheFormIsRefusedAndNeverThrows() {
    join(ann, SHOWN);
    assertThat(ask(ann, new ClientMessage.SealJoin(Bytes.of(new byte[159]))))
        .isEqualTo(SignalError.INVALID_PARAMS);
    Bytes tooLarge = Bytes.of(new byte[SealingDesk.MAX_COMMIT_BYTES + 96]);
    assertThat(ask(ann, new ClientMessage.EpochCommit(tooLarge)))
        .isEqualTo(SignalError.INVALID_PARAMS);
    long seed = 0x5ea1;
    Random random = new Random(seed);
    int taken = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = commit(1 + random.nextInt(1 << 20), 0).toArray();
      bytes = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(400) : bytes.length);
      for (int changes = random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      nowNanos += 1_000_000_000L;
      SignalError error = ask(ann, new ClientMessage.EpochCommit(Bytes.of(bytes)));
      assertThat(error)
          .as("seed %d, round %d", seed, round)
          .isIn(null, SignalError.INVALID_PARAMS, SignalError.EPOCH_STALE);
      taken += error == null ? 1 : 0;
    }
    assertThat(taken).isPositive();
  }
}
