package chat.free4.room.vectors;

import static chat.free4.room.vectors.Fixtures.ALICE;
import static chat.free4.room.vectors.Fixtures.BOB;
import static chat.free4.room.vectors.Fixtures.CAROL;
import static chat.free4.room.vectors.Fixtures.ROOM;
import static java.util.stream.Collectors.joining;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.Transcript;
import chat.free4.room.moderation.ActDrop;
import chat.free4.room.moderation.ActKind;
import chat.free4.room.moderation.ActLedger;
import chat.free4.room.moderation.Heads;
import chat.free4.room.moderation.Invites;
import chat.free4.room.moderation.ModerationState;
import chat.free4.room.moderation.SignedAct;
import chat.free4.room.signal.ServerMessage;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The vectors of acts: their bytes, and what chains of them amount to. */
final class ActVectors {
  static final Bytes ROOT = Fixtures.seed("root");
  static final ServerMessage.ActInfo EXAMPLE =
      new ServerMessage.ActInfo(
          sign(ALICE, 1, ROOT, ActKind.MUTE, id(BOB), 1), ALICE.identity().publicKey(), null);

  /** An act that raises a hand. */
  static final Bytes HAND = sign(BOB, 1_792_000_000_000L, ROOT, ActKind.HAND, id(BOB), 1);

  private static final List<Fixtures.Person> PEOPLE = List.of(ALICE, BOB, CAROL);
  private static final int RANDOM_CHAINS = 16;
  private static final int RANDOM_ACTS = 60;

  private ActVectors() {}

  private static Bytes id(Fixtures.Person person) {
    return person.identity().publicKey();
  }

  /** As a member brings it back. */
  static Bytes brought(ServerMessage.ActInfo info) {
    byte[] act = info.act().toArray();
    byte[] brought = Arrays.copyOf(act, act.length + info.moderator().length());
    System.arraycopy(info.moderator().toArray(), 0, brought, act.length, info.moderator().length());
    return Bytes.of(brought);
  }

  private static Bytes sign(
      Fixtures.Person actor, long number, Bytes previous, ActKind kind, Bytes subject, long value) {
    return SignedAct.sign(
            actor.device(),
            actor.certificate(),
            ROOM,
            number,
            previous,
            new SignedAct.Deed(kind, subject, value))
        .encode();
  }

  static VectorFile acts() {
    VectorFile file =
        new VectorFile(
            "acts.json",
            "Acts as they travel, in the room of this id. drop: why it must be refused, whatever"
                + " the chain; else what it says, and its hash.");
    for (ActKind kind : ActKind.values()) {
      Bytes subject = subjectFor(kind, BOB);
      Bytes bytes = sign(ALICE, 7, Fixtures.seed("before"), kind, subject, largest(kind));
      good(file.add("a good one: kind " + kind.code()), bytes);
    }
    Bytes good = EXAMPLE.act();
    bad(file.add("empty"), Bytes.EMPTY, ActDrop.MALFORMED);
    bad(file.add("truncated"), good.slice(0, good.length() - 1), ActDrop.MALFORMED);
    bad(file.add("a byte too long"), with(good, good.length(), 0), ActDrop.MALFORMED);
    bad(file.add("another version"), with(good, 0, 2), ActDrop.MALFORMED);
    bad(file.add("kind 0"), with(good, 1, 0), ActDrop.MALFORMED);
    bad(file.add("a kind that is none"), with(good, 1, 200), ActDrop.MALFORMED);
    bad(file.add("number 0"), with(good, 25, 0), ActDrop.MALFORMED);
    bad(file.add("a number over 2^53 - 1"), with(good, 18, 0xff), ActDrop.MALFORMED);
    bad(file.add("a value its kind has not"), with(good, 225, 2), ActDrop.MALFORMED);
    bad(
        file.add("nobody muted"),
        sign(ALICE, 1, ROOT, ActKind.MUTE, SignedAct.NOBODY, 0),
        ActDrop.MALFORMED);
    bad(
        file.add("somebody locked"),
        sign(ALICE, 1, ROOT, ActKind.LOCK, id(BOB), 1),
        ActDrop.MALFORMED);
    bad(
        file.add("a message of a member id that is none"),
        sign(ALICE, 1, ROOT, ActKind.DELETE, id(BOB), 1),
        ActDrop.MALFORMED);
    bad(
        file.add("an hour and a second between messages"),
        sign(ALICE, 1, ROOT, ActKind.SLOW, SignedAct.NOBODY, 3_601),
        ActDrop.MALFORMED);
    bad(
        file.add("more than ten minutes of talk in ten minutes"),
        sign(ALICE, 1, ROOT, ActKind.FLOOR, SignedAct.NOBODY, 601),
        ActDrop.MALFORMED);
    bad(
        file.add("an invite for nobody"),
        sign(ALICE, 1, ROOT, ActKind.INVITE, SignedAct.subjectOf(BOB.member()), 1L << 40),
        ActDrop.MALFORMED);
    bad(
        file.add("an invite for a hundred and one"),
        sign(ALICE, 1, ROOT, ActKind.INVITE, SignedAct.subjectOf(BOB.member()), 101),
        ActDrop.MALFORMED);
    bad(
        file.add("an invite of an id that is none"),
        sign(ALICE, 1, ROOT, ActKind.INVITE, id(BOB), Invites.terms(1, 1)),
        ActDrop.MALFORMED);
    bad(file.add("for another room"), elsewhere(), ActDrop.WRONG_ROOM);
    bad(file.add("another subject than was signed"), with(good, 190, 0x55), ActDrop.FORGED);
    bad(file.add("another previous than was signed"), with(good, 30, 0x55), ActDrop.FORGED);
    bad(file.add("one bit of the signature turned"), with(good, 226, ~good(226)), ActDrop.FORGED);
    bad(
        file.add("signed by another device than is certified"),
        SignedAct.sign(
                BOB.device(),
                ALICE.certificate(),
                ROOM,
                1,
                ROOT,
                new SignedAct.Deed(ActKind.MUTE, id(BOB), 1))
            .encode(),
        ActDrop.FORGED);
    return file;
  }

  private static long largest(ActKind kind) {
    return kind == ActKind.INVITE
        ? Invites.terms(Invites.MAX_NOT_AFTER, Invites.MAX_USES)
        : kind.maxValue();
  }

  /** What a kind has for a subject, where it is about somebody. */
  private static Bytes subjectFor(ActKind kind, Fixtures.Person person) {
    if (kind.fits(SignedAct.NOBODY)) {
      return SignedAct.NOBODY;
    }
    return switch (kind) {
      case DELETE, INVITE, REVOKE -> SignedAct.subjectOf(person.member());
      case REDEEM -> guestOf(person.member(), person);
      default -> id(person);
    };
  }

  /** Somebody comes by the invite that has the id of a member. */
  private static Bytes guestOf(MemberId invite, Fixtures.Person guest) {
    return AccessVectors.concat(invite.value(), id(guest).slice(0, Invites.ID_BYTES));
  }

  private static int good(int index) {
    return EXAMPLE.act().toArray()[index];
  }

  private static Bytes elsewhere() {
    return SignedAct.sign(
            ALICE.device(),
            ALICE.certificate(),
            RoomId.ofPublic("tea"),
            1,
            ROOT,
            new SignedAct.Deed(ActKind.MUTE, id(BOB), 1))
        .encode();
  }

  /** With one byte set, which may stand behind the end. */
  private static Bytes with(Bytes bytes, int index, int value) {
    byte[] copy = Arrays.copyOf(bytes.toArray(), Math.max(bytes.length(), index + 1));
    copy[index] = (byte) value;
    return Bytes.of(copy);
  }

  private static void good(ObjectNode node, Bytes bytes) {
    SignedAct act = ((SignedAct.Reading.Accepted) SignedAct.decode(bytes)).act();
    node.put("room", ROOM.value().toBase64Url()).put("bytes", bytes.toBase64Url());
    node.put("deviceSeed", ALICE.deviceSeed().toBase64Url());
    node.put("kind", act.kind().code()).put("number", act.number()).put("value", act.value());
    node.put("previous", act.previous().toBase64Url());
    node.put("identity", act.actor().toBase64Url());
    node.put("device", act.certificate().device().toBase64Url());
    node.put("certificate", act.certificate().signature().toBase64Url());
    node.put("subject", act.subject().toBase64Url());
    node.put("hash", act.hash().toBase64Url());
  }

  private static void bad(ObjectNode node, Bytes bytes, ActDrop drop) {
    node.put("room", ROOM.value().toBase64Url()).put("bytes", bytes.toBase64Url());
    node.put("drop", reason(drop));
  }

  private static String reason(ActDrop drop) {
    return drop.error().reason();
  }

  static VectorFile chains() {
    VectorFile file =
        new VectorFile(
            "act-chains.json",
            "Acts in the order they came, while moderator moderated by being here: what came of"
                + " each (added, or why not), and what they amount to in the end. Random ones are"
                + " of three people, who often act at the same time.");
    told(file);
    summed(file);
    for (int seed = 1; seed <= RANDOM_CHAINS; seed++) {
      random(file.add("random, seed " + seed), new Random(seed), seed % 2 == 0);
    }
    return file;
  }

  /** A chain as it comes in, and what is written of it. */
  private static final class Chain {
    final Bytes root;
    final ActLedger ledger;
    final ObjectNode node;
    final ArrayNode steps;

    Chain(ObjectNode node) {
      this(node, false);
    }

    Chain(ObjectNode node, boolean sealed) {
      this.node = node;
      root = sealed ? ActLedger.lastingRoot(ROOM) : ROOT;
      ledger = new ActLedger(ROOM, root, Heads.of(id(ALICE)));
      node.put("room", ROOM.value().toBase64Url()).put("sealed", sealed);
      node.put("root", root.toBase64Url());
      node.put("owner", id(ALICE).toBase64Url());
      steps = node.putArray("acts");
    }

    Bytes add(Bytes bytes, Bytes moderator) {
      return add(bytes, null, moderator);
    }

    Bytes add(Bytes bytes, @Nullable Bytes summary, Bytes moderator) {
      String result =
          switch (ledger.add(bytes, summary, moderator)) {
            case ActLedger.Outcome.Added _ -> "added";
            case ActLedger.Outcome.Refused(ActDrop drop) -> reason(drop);
          };
      ObjectNode step = steps.addObject();
      if (summary != null) {
        step.put("summary", summary.toBase64Url());
      }
      step.put("act", bytes.toBase64Url())
          .put("moderator", moderator.toBase64Url())
          .put("result", result);
      return bytes;
    }

    Bytes next(Fixtures.Person actor, ActKind kind, Fixtures.@Nullable Person subject, long value) {
      return about(actor, kind, subject == null ? SignedAct.NOBODY : id(subject), value);
    }

    Bytes about(Fixtures.Person actor, ActKind kind, Bytes whom, long value) {
      return add(sign(actor, ledger.nextNumber(), ledger.head(), kind, whom, value), id(ALICE));
    }

    void sum(Fixtures.Person actor, Bytes summary) {
      Bytes hash = Transcript.sha256(summary);
      long number = ledger.nextNumber();
      Bytes act = sign(actor, number, ledger.head(), ActKind.SUMMARY, hash, 0);
      add(act, summary, id(ALICE));
    }

    void end() {
      ModerationState state = ledger.state();
      node.put("summary", ledger.summary().toBase64Url());
      node.put("head", ledger.head().toBase64Url()).put("next", ledger.nextNumber());
      ObjectNode out = node.putObject("state");
      out.put("owner", state.owner().toBase64Url()).put("locked", state.isLocked());
      list(out.putArray("moderators"), state.moderators());
      list(out.putArray("banned"), state.banned());
      list(out.putArray("muted"), state.muted().keySet());
      List<Bytes> free = new ArrayList<>(state.muted().keySet());
      free.removeIf(identity -> !Boolean.TRUE.equals(state.muted().get(identity)));
      list(out.putArray("mayUnmute"), free);
      out.put("lobby", state.hasLobby()).put("slowSeconds", state.slowSeconds());
      out.put("stage", state.isStage()).put("floorSeconds", state.floorSeconds());
      out.put("replay", state.mayReplay());
      out.put("robots", state.mayHaveRobots());
      list(out.putArray("admitted"), state.admitted());
      list(out.putArray("speakers"), state.speakers());
      ArrayNode deleted = out.putArray("deleted");
      state.deleted().stream()
          .map(message -> message.author().value().toBase64Url() + " " + message.sequence())
          .sorted()
          .forEach(deleted::add);
      ArrayNode invites = out.putArray("invites");
      state.invites().all().entrySet().stream()
          .map(each -> written(each.getKey(), each.getValue()))
          .sorted()
          .forEach(invites::add);
      ArrayNode hands = out.putArray("hands");
      ledger.hands().order().forEach(identity -> hands.add(identity.toBase64Url()));
    }

    private static String written(Bytes id, Invites.Invite invite) {
      String guests =
          invite.guests().stream().map(Bytes::toBase64Url).sorted().collect(joining(","));
      String standing = invite.isRevoked() ? "revoked" : "kept";
      return String.join(
          " ",
          id.toBase64Url(),
          Long.toString(invite.notAfter()),
          Integer.toString(invite.uses()),
          standing,
          guests);
    }

    private static void list(ArrayNode into, Collection<Bytes> identities) {
      identities.stream().map(Bytes::toBase64Url).sorted().forEach(into::add);
    }
  }

  private static void told(VectorFile file) {
    Chain chain = new Chain(file.add("an evening"));
    chain.next(ALICE, ActKind.MODERATOR, BOB, 1);
    Bytes mute = chain.next(BOB, ActKind.MUTE, CAROL, 1);
    chain.add(mute, id(ALICE));
    chain.next(CAROL, ActKind.UNMUTE, CAROL, 0);
    chain.next(BOB, ActKind.KICK, ALICE, 0);
    chain.next(BOB, ActKind.MODERATOR, CAROL, 1);
    chain.next(BOB, ActKind.BAN, CAROL, 0);
    chain.next(BOB, ActKind.LOCK, null, 1);
    chain.next(ALICE, ActKind.OWNER, BOB, 0);
    chain.next(ALICE, ActKind.MODERATOR, CAROL, 1);
    chain.next(BOB, ActKind.UNBAN, CAROL, 0);
    chain.add(sign(BOB, 99, chain.ledger.head(), ActKind.LOCK, SignedAct.NOBODY, 0), id(ALICE));
    chain.add(sign(BOB, 12, Fixtures.seed("no act"), ActKind.LOCK, SignedAct.NOBODY, 0), id(ALICE));
    chain.end();

    invites(new Chain(file.add("invites of a sealed room"), true));
    invites(new Chain(file.add("a public room has none")));

    robots(new Chain(file.add("robots are let into a sealed room by its owner, and out"), true));
    robots(new Chain(file.add("robots need no act in a public room")));

    Chain both = new Chain(file.add("at the same time: both are kept, in one order"));
    both.next(ALICE, ActKind.MODERATOR, BOB, 1);
    long number = both.ledger.nextNumber();
    Bytes head = both.ledger.head();
    both.add(sign(ALICE, number, head, ActKind.LOCK, SignedAct.NOBODY, 1), id(ALICE));
    both.add(sign(BOB, number, head, ActKind.LOCK, SignedAct.NOBODY, 0), id(ALICE));
    both.end();
  }

  /** Made, used by two of three, given back, made by somebody who is banned. */
  private static void invites(Chain chain) {
    chain.next(ALICE, ActKind.MODERATOR, BOB, 1);
    Bytes one = SignedAct.subjectOf(ALICE.member());
    Bytes other = SignedAct.subjectOf(BOB.member());
    chain.about(CAROL, ActKind.INVITE, one, Invites.terms(1_800_000_000, 2));
    chain.about(ALICE, ActKind.INVITE, one, Invites.terms(1_800_000_000, 2));
    chain.about(BOB, ActKind.INVITE, one, Invites.terms(1_900_000_000, 9));
    chain.about(CAROL, ActKind.REDEEM, guestOf(ALICE.member(), BOB), 0);
    chain.about(CAROL, ActKind.REDEEM, guestOf(ALICE.member(), BOB), 0);
    chain.about(CAROL, ActKind.REDEEM, guestOf(CAROL.member(), BOB), 0);
    chain.about(BOB, ActKind.REDEEM, guestOf(ALICE.member(), CAROL), 0);
    chain.about(BOB, ActKind.REDEEM, guestOf(ALICE.member(), ALICE), 0);
    chain.about(CAROL, ActKind.REVOKE, one, 0);
    chain.about(BOB, ActKind.INVITE, other, Invites.terms(1_800_000_000, 1));
    chain.next(ALICE, ActKind.BAN, BOB, 0);
    chain.about(CAROL, ActKind.REDEEM, guestOf(BOB.member(), CAROL), 0);
    chain.about(ALICE, ActKind.REVOKE, other, 0);
    chain.about(ALICE, ActKind.REVOKE, one, 0);
    chain.end();
  }

  /**
   * Only the owner lets them in, whoever moderates sends them away; summed up while they may be.
   */
  private static void robots(Chain chain) {
    chain.next(ALICE, ActKind.MODERATOR, BOB, 1);
    chain.next(BOB, ActKind.ROBOTS, null, 1);
    chain.next(ALICE, ActKind.ROBOTS, null, 1);
    chain.next(CAROL, ActKind.ROBOTS, null, 0);
    chain.next(BOB, ActKind.ROBOTS, null, 0);
    chain.next(ALICE, ActKind.ROBOTS, null, 1);
    chain.sum(ALICE, chain.ledger.summary());
    chain.next(BOB, ActKind.LOCK, null, 1);
    chain.end();
  }

  /** What a summary stands for is gone, and what follows it goes on. */
  private static void summed(VectorFile file) {
    Chain chain = new Chain(file.add("summed up"));
    chain.next(ALICE, ActKind.MODERATOR, BOB, 1);
    Bytes mute = chain.next(BOB, ActKind.MUTE, CAROL, 1);
    chain.sum(BOB, chain.ledger.summary());
    Bytes former = chain.ledger.summary();
    chain.next(ALICE, ActKind.LOCK, null, 1);
    chain.sum(ALICE, former);
    chain.sum(ALICE, chain.ledger.summary());
    chain.add(mute, id(ALICE));
    chain.add(sign(ALICE, 1, ROOT, ActKind.LOCK, SignedAct.NOBODY, 0), id(ALICE));
    chain.next(BOB, ActKind.SLOW, null, 9);
    chain.end();

    Chain sealed = new Chain(file.add("invites are summed up too"), true);
    Bytes one = SignedAct.subjectOf(ALICE.member());
    sealed.about(ALICE, ActKind.INVITE, one, Invites.terms(1_800_000_000, 2));
    sealed.about(ALICE, ActKind.INVITE, SignedAct.subjectOf(BOB.member()), largest(ActKind.INVITE));
    sealed.about(CAROL, ActKind.REDEEM, guestOf(ALICE.member(), BOB), 0);
    sealed.about(ALICE, ActKind.REVOKE, SignedAct.subjectOf(BOB.member()), 0);
    sealed.sum(ALICE, sealed.ledger.summary());
    sealed.about(CAROL, ActKind.REDEEM, guestOf(ALICE.member(), BOB), 0);
    sealed.about(CAROL, ActKind.REDEEM, guestOf(ALICE.member(), CAROL), 0);
    sealed.about(CAROL, ActKind.REDEEM, guestOf(ALICE.member(), ALICE), 0);
    sealed.about(ALICE, ActKind.INVITE, one, Invites.terms(1_800_000_000, 2));
    sealed.end();
  }

  private static void random(ObjectNode node, Random random, boolean sealed) {
    Chain chain = new Chain(node, sealed);
    long number = 1;
    Bytes head = chain.root;
    for (int i = 0; i < RANDOM_ACTS; i++) {
      if (random.nextInt(3) > 0) { // else at the same time as the one before
        number = chain.ledger.nextNumber();
        head = chain.ledger.head();
      }
      ActKind kind = List.of(ActKind.values()).get(random.nextInt(ActKind.values().length));
      Fixtures.Person actor = PEOPLE.get(random.nextInt(PEOPLE.size()));
      Fixtures.Person subject = PEOPLE.get(random.nextInt(PEOPLE.size()));
      Bytes whom = subjectFor(kind, subject);
      long value = random.nextLong(Math.min(kind.maxValue(), 4) + 1);
      Fixtures.Person moderator = PEOPLE.get(random.nextInt(PEOPLE.size()));
      long at = kind.isPassing() ? i + 1 : number;
      Bytes previous = kind.isPassing() ? chain.root : head;
      chain.add(sign(actor, at, previous, kind, whom, value), id(moderator));
    }
    chain.end();
  }
}
