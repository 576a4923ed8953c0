package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.Transcript;
import chat.free4.room.access.TranscriptReader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a room's acts amount to, in bytes: a transcript (protocol/moderation.md, "Summaries"). One
 * state has one spelling, for all its lists stand in the order in which people came into them.
 */
final class StateBytes {
  private static final String LABEL = "free4chat acts summary 1";
  private static final int KEY_BYTES = 32;
  private static final int MESSAGE_BYTES = MemberId.BYTES + Long.BYTES;
  private static final int MAX_LABEL_BYTES = 64;

  /** Of an invite: its id and who made it. */
  private static final int NAMES_BYTES = Invites.ID_BYTES + KEY_BYTES;

  /** Then its terms, 1 where it was revoked, and how many came by it. */
  private static final int INVITE_BYTES = NAMES_BYTES + Long.BYTES + 2;

  private StateBytes() {}

  /** A state after acts that follow {@code root}. */
  static Bytes encode(Bytes root, ModerationState state) {
    ByteArrayOutputStream mayUnmute = new ByteArrayOutputStream();
    state.muted().values().forEach(may -> mayUnmute.write(may ? 1 : 0));
    Transcript out = Transcript.of(LABEL);
    out.add(root)
        .add(state.isSealed() ? Bytes.EMPTY : state.owner()) // its descriptor says
        .add(join(state.moderators()))
        .add(join(state.muted().keySet()))
        .add(Bytes.of(mayUnmute.toByteArray()))
        .add(join(state.banned()))
        .add(join(state.admitted()))
        .add(join(state.speakers()))
        .add(join(state.deleted().stream().map(StateBytes::message).toList()))
        .add(invites(state.invites()))
        .add(guests(state.invites()))
        .addU64(state.isLocked() ? 1 : 0)
        .addU64(state.hasLobby() ? 1 : 0)
        .addU64(state.isStage() ? 1 : 0)
        .addU64(state.slowSeconds())
        .addU64(state.floorSeconds())
        .addU64(state.mayReplay() ? 1 : 0);
    if (state.mayHaveRobots()) {
      out.addU64(
          1); // only where it is so: what was summed up before there was this kind stays true
    }
    return out.toBytes();
  }

  /** Null for what {@link #encode} would not have made, after acts that follow {@code root}. */
  static @Nullable ModerationState decode(Bytes bytes, Bytes root, Heads heads, boolean sealed) {
    TranscriptReader in = new TranscriptReader(bytes);
    in.next(MAX_LABEL_BYTES);
    in.exactly(root.length());
    Bytes owner = in.next(KEY_BYTES);
    List<Bytes> moderators = split(in, KEY_BYTES);
    List<Bytes> muted = split(in, KEY_BYTES);
    byte[] mayUnmute = in.next(ModerationState.MAX_LISTED).toArray();
    List<Bytes> banned = split(in, KEY_BYTES);
    List<Bytes> admitted = split(in, KEY_BYTES);
    List<Bytes> speakers = split(in, KEY_BYTES);
    List<SignedAct.Message> deleted =
        split(in, MESSAGE_BYTES).stream().map(StateBytes::message).toList();
    ModerationState state = new ModerationState(heads, sealed);
    if (sealed) {
      readInvites(in, state.invites());
    } else {
      in.exactly(0);
      in.exactly(0);
    }
    state.fill(
        in.u64() == 1,
        in.u64() == 1,
        in.u64() == 1,
        seconds(in.u64(), ActKind.SLOW),
        seconds(in.u64(), ActKind.FLOOR),
        in.u64() == 1,
        sealed && !in.isBroken() && !in.isWhole() && in.u64() == 1);
    boolean hasOwner = owner.length() == (sealed ? 0 : KEY_BYTES);
    if (!in.isWhole() || mayUnmute.length != muted.size() || !hasOwner) {
      return null;
    }
    Map<Bytes, Boolean> all = new LinkedHashMap<>();
    for (int i = 0; i < mayUnmute.length; i++) {
      all.put(muted.get(i), mayUnmute[i] == 1);
    }
    state.fill(owner, moderators, all, banned, admitted, speakers, deleted);
    // Whatever else is wrong with it (a label, a root, a double) is another spelling.
    return encode(root, state).equals(bytes) ? state : null;
  }

  private static int seconds(long value, ActKind kind) {
    return value >= 0 && value <= kind.maxValue() ? (int) value : 0;
  }

  private static Bytes join(Collection<Bytes> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(part -> all.writeBytes(part.toArray()));
    return Bytes.of(all.toByteArray());
  }

  private static Bytes invites(Invites invites) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    invites
        .all()
        .forEach(
            (id, invite) ->
                all.writeBytes(
                    ByteBuffer.allocate(INVITE_BYTES)
                        .put(id.toArray())
                        .put(invite.maker().toArray())
                        .putLong(invite.terms())
                        .put((byte) (invite.isRevoked() ? 1 : 0))
                        .put((byte) invite.guests().size())
                        .array()));
    return Bytes.of(all.toByteArray());
  }

  private static Bytes guests(Invites invites) {
    return join(invites.all().values().stream().flatMap(each -> each.guests().stream()).toList());
  }

  /** Terms that no invite has, and too few guests, are left out, and so another spelling. */
  private static void readInvites(TranscriptReader in, Invites into) {
    List<Bytes> invites = split(in, INVITE_BYTES, Invites.MAX_INVITES);
    List<Bytes> guests = split(in, Invites.ID_BYTES, Invites.MAX_GUESTS);
    int at = 0;
    for (Bytes each : invites) {
      Bytes id = each.slice(0, Invites.ID_BYTES);
      Bytes maker = each.slice(Invites.ID_BYTES, NAMES_BYTES);
      ByteBuffer rest = ByteBuffer.wrap(each.slice(NAMES_BYTES, INVITE_BYTES).toArray());
      long terms = rest.getLong();
      boolean revoked = rest.get() == 1;
      int end = Math.min(guests.size(), at + Byte.toUnsignedInt(rest.get()));
      if (terms > 0 && terms <= SignedAct.MAX_NUMBER && Invites.isTerms(terms)) {
        into.restore(id, maker, terms, revoked, guests.subList(at, end));
      }
      at = end;
    }
  }

  private static List<Bytes> split(TranscriptReader in, int partBytes) {
    return split(in, partBytes, ModerationState.MAX_LISTED);
  }

  /** A rest that is no whole part is left out, and so another spelling. */
  private static List<Bytes> split(TranscriptReader in, int partBytes, int most) {
    Bytes joined = in.next(most * partBytes);
    List<Bytes> parts = new ArrayList<>();
    for (int at = 0; at + partBytes <= joined.length(); at += partBytes) {
      parts.add(joined.slice(at, at + partBytes));
    }
    return parts;
  }

  private static Bytes message(SignedAct.Message message) {
    return Bytes.of(
        ByteBuffer.allocate(MESSAGE_BYTES)
            .put(message.author().value().toArray())
            .putLong(message.sequence())
            .array());
  }

  private static SignedAct.Message message(Bytes bytes) {
    long sequence = ByteBuffer.wrap(bytes.slice(MemberId.BYTES, MESSAGE_BYTES).toArray()).getLong();
    boolean isNumber = sequence >= 0 && sequence <= SignedAct.MAX_NUMBER;
    return new SignedAct.Message(
        new MemberId(bytes.slice(0, MemberId.BYTES)), isNumber ? sequence : 0);
  }
}
