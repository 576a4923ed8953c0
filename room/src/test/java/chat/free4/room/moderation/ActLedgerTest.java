package chat.free4.room.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.MemberId;
import chat.free4.room.moderation.ActLedger.Outcome;
import chat.free4.room.moderation.TestActs.Actor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActLedgerTest {
  private final Actor ada = Actor.of("ada");
  private final Actor bob = Actor.of("bob");
  private final Actor carla = Actor.of("carla");
  private final ActLedger ledger = ledger();

  private ActLedger ledger() {
    return new ActLedger(TestActs.ROOM, TestActs.ROOT, Heads.of(ada.id()));
  }

  private Outcome add(Bytes act) {
    return ledger.add(act, ada.id());
  }

  private static void assertRefused(Outcome outcome, ActDrop reason) {
    assertThat(outcome).isEqualTo(new Outcome.Refused(reason));
  }

  private static void assertAdded(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Added.class);
  }

  @Test
  void actsFollowEachOther() {
    assertAdded(add(ada.act(ledger, ActKind.MODERATOR, bob.id(), 1)));
    assertAdded(add(bob.act(ledger, ActKind.MUTE, carla.id(), 0)));
    assertThat(ledger.state().isMuted(carla.id())).isTrue();
    assertThat(ledger.nextNumber()).isEqualTo(3);
  }

  @Test
  void whoIsPutOutOfASealedRoomDoesNotWalkInAgainWithAFreshKey() {
    Bytes root = ActLedger.lastingRoot(TestActs.ROOM);
    for (ActKind kind : List.of(ActKind.KICK, ActKind.BAN)) {
      ActLedger sealed = new ActLedger(TestActs.ROOM, root, Heads.of(ada.id()));
      assertThat(sealed.state().hasLobby()).isFalse();
      Bytes out = ada.act(1, root, kind, bob.id(), 0);
      assertAdded(sealed.add(out, ada.id()));
      assertThat(sealed.state().hasLobby()).isTrue();
      assertAdded(sealed.add(ada.act(sealed, ActKind.LOBBY, SignedAct.NOBODY, 0), ada.id()));
      assertThat(sealed.state().hasLobby()).isFalse();
    }
    assertAdded(add(ada.act(ledger, ActKind.KICK, bob.id(), 0)));
    assertThat(ledger.state().hasLobby()).isFalse();
  }

  @Test
  void ofTwoAtTheSameTimeBothAreKeptWhicheverComesFirst() {
    add(ada.act(ledger, ActKind.MODERATOR, bob.id(), 1));
    Bytes named = ledger.head();
    Bytes lock = ada.act(2, named, ActKind.LOCK, SignedAct.NOBODY, 1);
    Bytes unlock = bob.act(2, named, ActKind.LOCK, SignedAct.NOBODY, 0);
    ActLedger other = ledger();
    other.add(ledger.acts().getFirst().act().encode(), ada.id());
    assertAdded(add(lock));
    assertAdded(add(unlock));
    assertAdded(other.add(unlock, ada.id()));
    assertAdded(other.add(lock, ada.id()));
    assertThat(other.head()).isEqualTo(ledger.head());
    assertThat(other.state().isLocked()).isEqualTo(ledger.state().isLocked());
    assertThat(ledger.acts()).hasSize(3);
  }

  @Test
  void anActThatIsNotAllowedAtItsPlaceInTheOrderDoesNothing() {
    add(ada.act(ledger, ActKind.MODERATOR, bob.id(), 1));
    Bytes named = ledger.head();
    // At the same time Ada takes it back and Bob, still a moderator, bans Carla.
    Bytes ban = bob.act(2, named, ActKind.BAN, carla.id(), 0);
    Bytes back = ada.act(2, named, ActKind.MODERATOR, bob.id(), 0);
    assertAdded(add(ban));
    assertAdded(add(back));
    boolean banIsFirst = ledger.acts().get(1).act().kind() == ActKind.BAN;
    assertThat(ledger.state().isBanned(carla.id())).isEqualTo(banIsFirst);
    assertThat(ledger.state().isNamedModerator(bob.id())).isFalse();
  }

  @Test
  void aReplayIsRefused() {
    Bytes act = ada.act(ledger, ActKind.MUTE, bob.id(), 0);
    assertAdded(add(act));
    assertRefused(add(act), ActDrop.KNOWN);
  }

  @Test
  void whatFollowsNothingHereIsRefused() {
    Bytes elsewhere = Bytes.of(new byte[] {9, 9, 9}).slice(0, 3);
    byte[] root = new byte[SignedAct.HASH_BYTES];
    root[0] = elsewhere.toArray()[0];
    assertRefused(
        add(ada.act(1, Bytes.of(root), ActKind.LOCK, SignedAct.NOBODY, 1)), ActDrop.UNLINKED);
    assertRefused(
        add(ada.act(2, TestActs.ROOT, ActKind.LOCK, SignedAct.NOBODY, 1)), ActDrop.UNLINKED);
    add(ada.act(ledger, ActKind.MUTE, bob.id(), 0));
    assertRefused(
        add(ada.act(7, ledger.head(), ActKind.LOCK, SignedAct.NOBODY, 1)), ActDrop.UNLINKED);
  }

  @Test
  void nobodyWritesIntoThePast() {
    Bytes late = ada.act(1, TestActs.ROOT, ActKind.MUTE, carla.id(), 0);
    Bytes tooLate = ada.act(1, TestActs.ROOT, ActKind.MUTE, bob.id(), 0);
    for (int i = 1; i < ActLedger.MAX_LAG; i++) {
      assertAdded(add(ada.act(ledger, ActKind.LOCK, SignedAct.NOBODY, i % 2)));
    }
    assertAdded(add(late));
    assertAdded(add(ada.act(ledger, ActKind.LOCK, SignedAct.NOBODY, 0)));
    assertAdded(add(ada.act(ledger, ActKind.LOCK, SignedAct.NOBODY, 1)));
    assertRefused(add(tooLate), ActDrop.UNLINKED);
  }

  @Test
  void othersThanModeratorsMayNothing() {
    for (ActKind kind : ActKind.values()) {
      if (kind == ActKind.SUMMARY) {
        continue; // see ActSummaryTest
      }
      Bytes subject = subjectFor(kind, carla.id());
      long value = kind == ActKind.INVITE ? Invites.terms(1, 1) : kind.maxValue();
      Bytes act = bob.act(1, TestActs.ROOT, kind, subject, value);
      assertRefused(add(act), ActDrop.NOT_ALLOWED);
    }
  }

  private static Bytes subjectFor(ActKind kind, Bytes someone) {
    if (kind == ActKind.DELETE || kind == ActKind.INVITE || kind == ActKind.REVOKE) {
      return SignedAct.subjectOf(MemberId.of(someone, someone));
    }
    return kind.fits(SignedAct.NOBODY) ? SignedAct.NOBODY : someone;
  }

  @Test
  void aHandIsOfTheMomentAndNotPartOfTheChain() {
    Bytes up = bob.act(10, TestActs.ROOT, ActKind.HAND, bob.id(), 1);
    assertAdded(add(up));
    assertAdded(add(carla.act(3, TestActs.ROOT, ActKind.HAND, carla.id(), 1)));
    assertThat(ledger.hands().order()).containsExactly(bob.id(), carla.id());
    assertThat(ledger.acts()).isEmpty();
    assertRefused(add(up), ActDrop.KNOWN);
    assertAdded(add(bob.act(11, TestActs.ROOT, ActKind.HAND, bob.id(), 0)));
    assertRefused(add(up), ActDrop.KNOWN);
    assertThat(ledger.hands().order()).containsExactly(carla.id());
    Bytes others = bob.act(12, TestActs.ROOT, ActKind.HAND, carla.id(), 0);
    assertRefused(add(others), ActDrop.NOT_ALLOWED);
    assertAdded(add(ada.act(1, TestActs.ROOT, ActKind.HAND, carla.id(), 0)));
    assertThat(ledger.hands().order()).isEmpty();
  }

  @Test
  void beyondTheLimitTheEldestActorIsForgotten() {
    Hands hands = new Hands();
    SignedAct first = hand(0);
    hands.add(first, Bytes.EMPTY);
    for (int i = 1; i <= Hands.MAX_ACTORS; i++) {
      assertThat(hands.add(hand(i), Bytes.EMPTY)).isNull();
    }
    assertThat(hands.add(hand(Hands.MAX_ACTORS), Bytes.EMPTY)).isEqualTo(ActDrop.KNOWN);
    assertThat(hands.add(first, Bytes.EMPTY)).isNull();
  }

  private static SignedAct hand(int number) {
    Bytes key = Bytes.utf8("key " + number);
    return new SignedAct(
        ActKind.HAND,
        TestActs.ROOM,
        1,
        TestActs.ROOT,
        new DeviceCertificate(key, key, Bytes.EMPTY),
        key,
        0,
        Bytes.EMPTY);
  }

  @Test
  void whoModeratesByBeingHereMayWhatModeratorsMay() {
    assertAdded(ledger.add(bob.act(ledger, ActKind.KICK, carla.id(), 0), bob.id()));
    assertRefused(
        ledger.add(bob.act(ledger, ActKind.KICK, ada.id(), 0), bob.id()), ActDrop.NOT_ALLOWED);
    assertRefused(
        ledger.add(bob.act(ledger, ActKind.MODERATOR, carla.id(), 1), bob.id()),
        ActDrop.NOT_ALLOWED);
  }

  @Test
  void oneActMoreThanItTakesIsRefused() {
    // Unsigned ones would not get in; a handful of real ones at every place would take minutes.
    ActLedger small = new ActLedger(TestActs.ROOM, TestActs.ROOT, Heads.of(ada.id()), 3);
    for (int i = 0; i < 3; i++) {
      assertAdded(small.add(ada.act(small, ActKind.LOCK, SignedAct.NOBODY, i % 2), ada.id()));
    }
    assertRefused(
        small.add(ada.act(small, ActKind.LOCK, SignedAct.NOBODY, 1), ada.id()), ActDrop.FULL);
    assertThat(small.acts()).hasSize(3);
  }

  /** The rules again, as plainly as they are written: sort, then do what is allowed. */
  private static final class Model {
    record Held(long number, Bytes hash, SignedAct act, Bytes moderator) {}

    final List<Held> acts = new ArrayList<>();
    Bytes owner;
    final Set<Bytes> moderators = new HashSet<>();
    final Map<Bytes, Boolean> muted = new HashMap<>();
    final Set<Bytes> banned = new HashSet<>();
    boolean locked;
    boolean lobby;
    boolean stage;
    long slow;
    long floor;
    boolean replay;
    final Set<Bytes> admitted = new HashSet<>();
    final Set<Bytes> speakers = new HashSet<>();
    final Set<Bytes> deleted = new HashSet<>();

    Model(Bytes owner) {
      this.owner = owner;
    }

    void play() {
      acts.sort(Comparator.comparingLong(Held::number).thenComparing(Held::hash));
      acts.forEach(this::play);
    }

    int rank(Bytes who, Bytes moderator) {
      if (who.equals(owner)) {
        return 2;
      }
      return who.equals(moderator) || moderators.contains(who) ? 1 : 0;
    }

    void playDoorAndStage(Held held, int mine) {
      Bytes actor = held.act.actor();
      Bytes subject = held.act.subject();
      boolean on = held.act.value() == 1;
      switch (held.act.kind()) {
        case LOBBY -> lobby = mine >= 1 ? on : lobby;
        case STAGE -> stage = mine >= 1 ? on : stage;
        case FLOOR -> floor = mine >= 1 ? held.act.value() : floor;
        case REPLAY -> replay = mine >= 1 ? on : replay;
        case SLOW -> slow = mine >= 1 ? held.act.value() : slow;
        case ADMIT -> {
          if (mine >= 1) {
            admitted.add(subject);
          }
        }
        case TURN_AWAY -> {
          if (mine >= 1) {
            admitted.remove(subject);
          }
        }
        case DELETE -> {
          if (mine >= 1) {
            deleted.add(subject);
          }
        }
        case SPEAKER -> {
          boolean stepsDown = !on && actor.equals(subject) && speakers.contains(subject);
          if (mine >= 1 || stepsDown) {
            speakers.remove(subject);
            if (on) {
              speakers.add(subject);
            }
          }
        }
        default -> throw new AssertionError(held.act.kind());
      }
    }

    void play(Held held) {
      Bytes actor = held.act.actor();
      Bytes subject = held.act.subject();
      boolean on = held.act.value() == 1;
      int mine = rank(actor, held.moderator);
      boolean outranks = mine >= 1 && mine > rank(subject, held.moderator);
      switch (held.act.kind()) {
        case MUTE -> {
          if (outranks) {
            muted.put(subject, on);
          }
        }
        case UNMUTE -> {
          boolean own = actor.equals(subject) && Boolean.TRUE.equals(muted.get(subject));
          if (mine >= 1 || own) {
            muted.remove(subject);
          }
        }
        case HAND, SUMMARY -> throw new AssertionError("is not in the chain");
        case INVITE, REVOKE, REDEEM, ROBOTS -> throw new AssertionError("not in a public room");
        case KICK -> {
          if (outranks) {
            admitted.remove(subject);
          }
        }
        case LOBBY, STAGE, FLOOR, REPLAY, SLOW, ADMIT, TURN_AWAY, DELETE, SPEAKER ->
            playDoorAndStage(held, mine);
        case BAN -> {
          if (outranks) {
            banned.add(subject);
            moderators.remove(subject);
            admitted.remove(subject);
            speakers.remove(subject);
          }
        }
        case UNBAN -> {
          if (mine >= 1) {
            banned.remove(subject);
          }
        }
        case LOCK -> locked = mine >= 1 ? on : locked;
        case MODERATOR -> {
          boolean resigns = !on && actor.equals(subject);
          if ((mine == 2 || resigns) && !subject.equals(owner)) {
            moderators.remove(subject);
            if (on) {
              moderators.add(subject);
              banned.remove(subject);
            }
          }
        }
        case OWNER -> {
          if (mine == 2 && !subject.equals(owner)) {
            moderators.remove(subject);
            moderators.add(owner);
            owner = subject;
          }
        }
      }
    }
  }

  @Test
  void whateverComesInWhateverOrderItIsTheModel() {
    for (long seed = 1; seed <= 30; seed++) {
      Random random = new Random(seed);
      ActLedger first = ledger();
      List<ActLedger.HeldAct> added = new ArrayList<>();
      long number = 1;
      Bytes head = TestActs.ROOT;
      List<Actor> people = List.of(ada, bob, carla);
      for (int i = 0; i < 40; i++) {
        if (random.nextInt(3) > 0) {
          number = first.nextNumber();
          head = first.head();
        }
        ActKind kind = List.of(ActKind.values()).get(random.nextInt(ActKind.values().length));
        if (kind.isPassing()) {
          continue;
        }
        Bytes subject = subjectFor(kind, people.get(random.nextInt(3)).id());
        Actor actor = people.get(random.nextInt(3));
        long value = kind == ActKind.DELETE ? 1 : random.nextLong(Math.min(kind.maxValue(), 3) + 1);
        Bytes act = actor.act(number, head, kind, subject, value);
        if (first.add(act, people.get(random.nextInt(3)).id())
            instanceof Outcome.Added(ActLedger.HeldAct held)) {
          added.add(held);
        }
      }
      Model model = new Model(ada.id());
      for (ActLedger.HeldAct held : added) {
        model.acts.add(
            new Model.Held(held.act().number(), held.hash(), held.act(), held.moderator()));
      }
      model.play();
      assertThat(added).as("seed %d", seed).hasSizeGreaterThan(5);
      ModerationState state = first.state();
      assertThat(state.owner()).as("seed %d: owner", seed).isEqualTo(model.owner);
      assertThat(state.moderators()).as("seed %d: moderators", seed).isEqualTo(model.moderators);
      assertThat(state.muted()).as("seed %d: muted", seed).isEqualTo(model.muted);
      assertThat(state.banned()).as("seed %d: banned", seed).isEqualTo(model.banned);
      assertThat(state.isLocked()).as("seed %d: locked", seed).isEqualTo(model.locked);
      assertThat(state.hasLobby()).as("seed %d: lobby", seed).isEqualTo(model.lobby);
      assertThat(state.isStage()).as("seed %d: stage", seed).isEqualTo(model.stage);
      assertThat(state.slowSeconds()).as("seed %d: slow", seed).isEqualTo((int) model.slow);
      assertThat(state.floorSeconds()).as("seed %d: floor", seed).isEqualTo((int) model.floor);
      assertThat(state.mayReplay()).as("seed %d: replay", seed).isEqualTo(model.replay);
      assertThat(state.admitted()).as("seed %d: admitted", seed).isEqualTo(model.admitted);
      assertThat(state.speakers()).as("seed %d: speakers", seed).isEqualTo(model.speakers);
      assertThat(state.deleted()).as("seed %d: deleted", seed).hasSameSizeAs(model.deleted);
    }
  }
}
