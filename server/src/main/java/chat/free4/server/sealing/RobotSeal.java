package chat.free4.server.sealing;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.signal.ServerMessage;
import chat.free4.sfu.VoicePhrase;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one robot in one sealed room: it shows a sealing key as any member does, is handed
 * epoch secrets, and seals and opens what goes over the room (protocol/epochs.md). It makes no
 * commits: what all seal under never comes from a server. All it is told comes in the order in
 * which the room did it, so no commit waits for people who are yet to be seen.
 */
public final class RobotSeal {
  /** So long a roster of before still counts, where nobody of it has gone: messages cross. */
  static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** Who is gone and is sealed to still, for so long: then nothing more is sealed. */
  static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Rosters of before that are remembered. */
  static final int MAX_RECENT = 16;

  /** Epochs of before whose content is still opened. */
  static final int MAX_FORMER = 16;

  /** Key ids fill six bytes. */
  private static final long MIN_KID = 1L << 40;

  private static final long MAX_KID = (1L << 48) - 1;

  private static final String PROFILE = "profile";

  private final RoomId room;
  private final SigningKey device;
  private final DeviceCertificate certificate;
  private final MemberId self;
  private final SecureRandom random;
  private final SealingPair pair;
  private final SealedPeople people;
  private final Deque<Recent> recent = new ArrayDeque<>();
  private final Map<Bytes, EpochKeys> former = new LinkedHashMap<>();
  private final Set<Bytes> profileReaders = new HashSet<>();
  private SealedPeople.Roster roster;
  private @Nullable InForce inForce;
  private @Nullable Long goneNanos;

  private record Recent(SealedPeople.Roster roster, long untilNanos) {}

  /** The epoch that counts, whom it is sealed to, and what our voice is sealed by in it. */
  private record InForce(
      EpochKeys keys, SealedPeople.Roster sealedTo, long kid, FrameSealer frames) {}

  /** A robot with these keys, which has entered no room yet. */
  public RobotSeal(
      RoomId room, SigningKey device, DeviceCertificate certificate, SecureRandom random) {
    this(room, device, certificate, SealingPair.make(random), random);
  }

  RobotSeal(
      RoomId room,
      SigningKey device,
      DeviceCertificate certificate,
      SealingPair pair,
      SecureRandom random) {
    this.room = room;
    this.device = device;
    this.certificate = certificate;
    this.self = MemberId.of(certificate.identity(), certificate.device());
    this.random = random;
    this.pair = pair;
    this.people = new SealedPeople(room);
    this.roster = people.roster();
  }

  /** What it shows of its sealing key. */
  public Bytes shown() {
    Bytes key = pair.publicKey();
    Bytes signed = SealedPeople.transcript(room, certificate.identity(), certificate.device(), key);
    byte[] shown = new byte[SealedPeople.SHOWN_BYTES];
    int at = 0;
    for (Bytes part : List.of(certificate.signature(), key, device.sign(signed))) {
      System.arraycopy(part.toArray(), 0, shown, at, part.length());
      at += part.length();
    }
    return Bytes.of(shown);
  }

  /** It has come in, and has shown its key: who is here, and what they have shown. */
  public void entered(
      long nowNanos, List<ServerMessage.MemberInfo> members, ServerMessage.SealResult keys) {
    members.forEach(people::see);
    keys.members().forEach(member -> people.show(member.number(), member.shown()));
    rosterChanged(nowNanos);
  }

  /** Something that members are told; true when another epoch is in force from now on. */
  public boolean handle(long nowNanos, ServerMessage.Notification message) {
    switch (message) {
      case ServerMessage.MemberJoined(var member) -> people.see(member);
      case ServerMessage.MemberLeft(long number, String _) -> {
        people.remove(number);
        rosterChanged(nowNanos);
      }
      case ServerMessage.SealJoined(long number, Bytes shown) -> {
        people.show(number, shown);
        rosterChanged(nowNanos);
      }
      case ServerMessage.EpochChanged(Bytes commit) -> {
        return hear(nowNanos, commit);
      }
      default -> {}
    }
    return false;
  }

  private void rosterChanged(long nowNanos) {
    SealedPeople.Roster before = roster;
    roster = people.roster();
    if (!before.hash().equals(roster.hash())) {
      recent.addLast(new Recent(before, nowNanos + LATE_NANOS));
      if (recent.size() > MAX_RECENT) {
        recent.removeFirst();
      }
    }
    watchGone(nowNanos);
  }

  private boolean hear(long nowNanos, Bytes bytes) {
    Commit commit = Commit.read(bytes);
    SealedPeople.Person committer = commit == null ? null : people.find(commit.committer());
    if (commit == null
        || committer == null
        || committer.key() == null
        || committer.isRobot()
        || !commit.isSigned(room, committer.device())) {
      return false;
    }
    Bytes hash = commit.hash(room);
    SealedPeople.Roster sealedTo = rosterOf(nowNanos, commit.rosterHash());
    if (sealedTo == null || !isNewer(commit.epoch(), hash)) {
      return false;
    }
    Bytes secret = commit.open(room, self, pair);
    if (secret == null) {
      return false;
    }
    adopt(nowNanos, EpochKeys.of(commit.epoch(), hash, secret), sealedTo);
    return true;
  }

  /** A later epoch; of two of the same, that with the lower hash: so all settle on one. */
  private boolean isNewer(long epoch, Bytes hash) {
    EpochKeys keys = inForce == null ? null : inForce.keys;
    return keys == null
        || epoch > keys.epoch()
        || (epoch == keys.epoch() && hash.compareTo(keys.hash()) < 0);
  }

  /** Whom we see, or saw a moment ago and all of whom are still here; null for anybody else. */
  private SealedPeople.@Nullable Roster rosterOf(long nowNanos, Bytes hash) {
    if (roster.hash().equals(hash)) {
      return roster;
    }
    for (Recent before : recent) {
      if (before.roster.hash().equals(hash)
          && before.untilNanos - nowNanos > 0
          && roster.entries().containsAll(before.roster.entries())) {
        return before.roster;
      }
    }
    return null;
  }

  private void adopt(long nowNanos, EpochKeys keys, SealedPeople.Roster sealedTo) {
    long kid = MIN_KID + random.nextLong(MAX_KID - MIN_KID + 1);
    Bytes base = keys.voiceBaseKey(room, certificate.identity(), certificate.device(), kid);
    inForce = new InForce(keys, sealedTo, kid, new FrameSealer(kid, base));
    former.put(keys.id(), keys);
    if (former.size() > MAX_FORMER) {
      former.remove(former.keySet().iterator().next());
    }
    goneNanos = null;
    watchGone(nowNanos);
  }

  private void watchGone(long nowNanos) {
    boolean isGone = inForce != null && !roster.entries().containsAll(inForce.sealedTo.entries());
    if (!isGone) {
      goneNanos = null;
    } else if (goneNanos == null) {
      goneNanos = nowNanos;
    }
  }

  private @Nullable InForce usable(long nowNanos) {
    boolean isStopped = goneNanos != null && nowNanos - goneNanos >= STALE_NANOS;
    return isStopped ? null : inForce;
  }

  /** The number of the epoch in force; 0 before the first. */
  public long epoch() {
    return inForce == null ? 0 : inForce.keys.epoch();
  }

  /** The key id of its voice in that epoch: to be named before anything is sealed under it. */
  public long kid() {
    return inForce == null ? 0 : inForce.kid;
  }

  /** True where somebody cannot read its profile as it was sealed last. */
  public boolean isProfileDue() {
    return inForce != null && !profileReaders.containsAll(inForce.sealedTo.entries());
  }

  /** Seals its profile; null where nothing may be sealed now. */
  public @Nullable Bytes sealProfile(long nowNanos, Bytes profile) {
    InForce now = usable(nowNanos);
    if (now == null) {
      return null;
    }
    profileReaders.clear();
    profileReaders.addAll(now.sealedTo.entries());
    return now.keys.seal(room, PROFILE, self, profile, random);
  }

  /** Seals the body of an entry of a document; null where nothing may be sealed now. */
  public @Nullable Bytes seal(long nowNanos, String doc, Bytes body) {
    InForce now = usable(nowNanos);
    return now == null ? null : now.keys.seal(room, doc, self, body, random);
  }

  /** Seals something that is said, frame by frame; null where nothing may be sealed now. */
  public @Nullable VoicePhrase seal(long nowNanos, VoicePhrase phrase) {
    InForce now = usable(nowNanos);
    if (now == null) {
      return null;
    }
    List<byte[]> frames = new ArrayList<>();
    byte[] levels = new byte[phrase.length()];
    for (int i = 0; i < phrase.length(); i++) {
      byte[] frame = now.frames.seal(phrase.frame(i));
      if (frame == null) {
        return null;
      }
      frames.add(frame);
      levels[i] = (byte) phrase.level(i);
    }
    return new VoicePhrase(frames, levels);
  }

  /** A member's profile as it came; null for what cannot be opened. */
  public @Nullable Bytes openProfile(long number, Bytes profile) {
    SealedPeople.Person person = people.find(number);
    return person == null ? null : open(PROFILE, person.id(), profile);
  }

  /** The body of an entry; null for that of an epoch that it was not in. */
  public @Nullable Bytes open(String doc, MemberId author, Bytes body) {
    Bytes id = EpochKeys.idOf(body);
    EpochKeys keys = id == null ? null : former.get(id);
    return keys == null ? null : keys.open(room, doc, author, body);
  }
}
