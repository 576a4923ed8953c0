package chat.free4.room.signal;

import chat.free4.room.access.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a browser says. Each record is one method of protocol/README.md; its components have the
 * names of the parameters. Optional parameters are nullable.
 */
public sealed interface ClientMessage {
  /** The JSON-RPC method. */
  String method();

  /** {@code id} of a message that is a notification, and of an error that answers no request. */
  long NO_ID = -1;

  /** What is handled by the room once entered, as it is. */
  sealed interface InRoom extends ClientMessage {}

  /**
   * Who speaks; answered with a challenge.
   *
   * @param room the id of the room that comes next, so that a cluster hands over to its node; or
   *     left out
   */
  record Hello(int version, Bytes identity, Bytes device, Bytes certificate, @Nullable Bytes room)
      implements ClientMessage {
    /** Names no room. */
    public Hello(int version, Bytes identity, Bytes device, Bytes certificate) {
      this(version, identity, device, certificate, null);
    }

    @Override
    public String method() {
      return "hello";
    }
  }

  /**
   * Wants into a room.
   *
   * @param kind {@code public}
   * @param room the room's name
   * @param proof signature over {@link chat.free4.room.access.EnterProof}
   * @param profile opaque
   * @param muted false when left out, or what it was when resumed
   * @param offer left out by one who only writes
   */
  record Enter(
      String kind,
      String room,
      Bytes proof,
      Bytes profile,
      @Nullable Boolean muted,
      @Nullable String offer)
      implements ClientMessage {
    @Override
    public String method() {
      return "enter";
    }
  }

  /**
   * Wants into a sealed room.
   *
   * @param kind {@code sealed}
   * @param room its id
   * @param version of the newest descriptor it has seen; 0 for none
   * @param proof the device's signature over {@link chat.free4.room.access.EnterProof}
   * @param doorProof the proof key's, over the same under another label
   * @param chain the room's descriptors, as the entrant holds them; null when it holds none
   * @param profile opaque
   * @param muted false when left out, or what it was when resumed
   * @param offer left out by one who only writes
   */
  record EnterSealed(
      String kind,
      Bytes room,
      long version,
      Bytes proof,
      Bytes doorProof,
      @Nullable List<Bytes> chain,
      Bytes profile,
      @Nullable Boolean muted,
      @Nullable String offer)
      implements ClientMessage {
    /** The kind that a room of either sealed kind is entered as. */
    public static final String KIND = "sealed";

    /** Makes the list immutable. */
    public EnterSealed {
      chain = chain == null ? null : List.copyOf(chain);
    }

    @Override
    public String method() {
      return "enter";
    }
  }

  /** ICE restart or a new connection. */
  record MediaOffer(String offer, Bytes signature) implements ClientMessage {
    @Override
    public String method() {
      return "media.offer";
    }
  }

  /**
   * Says what a public room is about.
   *
   * @param signature over {@link chat.free4.room.description.DescribeProof}
   */
  record RoomDescribe(String topic, List<String> tags, String language, Bytes signature)
      implements ClientMessage {
    /** Makes the list immutable. */
    public RoomDescribe {
      tags = List.copyOf(tags);
    }

    @Override
    public String method() {
      return "room.describe";
    }
  }

  /** Wants to see a page of the public rooms, and what changes on it; needs no hello. */
  record DirectoryWatch(
      @Nullable String tag,
      @Nullable String language,
      @Nullable String search,
      @Nullable String after)
      implements ClientMessage {
    @Override
    public String method() {
      return "directory.watch";
    }
  }

  /** Makes a sealed room's chain one link longer. */
  record RoomDescriptor(Bytes descriptor) implements InRoom {
    @Override
    public String method() {
      return "room.descriptor";
    }
  }

  /** Changes what others see of oneself. */
  record MemberUpdate(@Nullable Bytes profile, @Nullable Boolean muted) implements InRoom {
    @Override
    public String method() {
      return "member.update";
    }
  }

  /** "Mute for me"; {@code member} is a number. */
  record ListenMute(long member, boolean muted) implements InRoom {
    @Override
    public String method() {
      return "listen.mute";
    }
  }

  /** What members share by way of the room. */
  sealed interface Shared extends InRoom {}

  /** Adds an entry to the log. */
  record LogAppend(String doc, long sequence, Bytes bytes) implements Shared {
    @Override
    public String method() {
      return "log.append";
    }
  }

  /** Asks for entries after a cursor. */
  record LogAfter(long cursor, @Nullable Integer limit) implements Shared {
    @Override
    public String method() {
      return "log.after";
    }
  }

  /**
   * Says that a snapshot can take the place of a document's entries.
   *
   * @param before the last of the entries that it holds, by cursor
   * @param from where it begins, by cursor
   */
  record LogSettle(String doc, long before, long from, Bytes hash) implements Shared {
    @Override
    public String method() {
      return "log.settle";
    }
  }

  /** Shows the others something in passing. */
  record PresenceTell(Bytes bytes) implements Shared {
    @Override
    public String method() {
      return "presence.tell";
    }
  }

  /** What members of a sealed room agree on their keys by (protocol/epochs.md). */
  sealed interface Sealing extends InRoom {}

  /** Shows the key that others seal to; asks for theirs. */
  record SealJoin(Bytes shown) implements Sealing {
    @Override
    public String method() {
      return "seal.join";
    }
  }

  /** A new epoch. */
  record EpochCommit(Bytes commit) implements Sealing {
    @Override
    public String method() {
      return "epoch.commit";
    }
  }

  /** The id of the key that one's voice is sealed under from now on. */
  record MediaKey(long epoch, long kid) implements Sealing {
    @Override
    public String method() {
      return "media.key";
    }
  }

  /**
   * Does something to the room for all in it.
   *
   * @param act a {@link chat.free4.room.moderation.SignedAct}
   * @param summary of one that sums up all before: what they amount to
   */
  record RoomAct(Bytes act, @Nullable Bytes summary) implements InRoom {
    @Override
    public String method() {
      return "room.act";
    }
  }

  /**
   * Brings back acts that the server may have lost.
   *
   * @param root what the first of them follows
   * @param owner whose the room was before it
   * @param acts a {@link chat.free4.room.moderation.SignedAct} each, then the identity that
   *     moderated by being here when it came, then a summary's summary; in the order in which they
   *     came
   */
  record ActsRestore(Bytes root, Bytes owner, List<Bytes> acts) implements InRoom {
    /** Most acts in a request. */
    public static final int MAX_ACTS = 32;

    /** Makes the list immutable. */
    public ActsRestore {
      acts = List.copyOf(acts);
    }

    @Override
    public String method() {
      return "acts.restore";
    }
  }

  /** About robots in the room. */
  sealed interface Robots extends InRoom {}

  /** Wants a robot of that kind to come in, and to use that language. */
  record RobotAdd(String robot, String language) implements Robots {
    @Override
    public String method() {
      return "robot.add";
    }
  }

  /** Sends a robot away; {@code member} is a number. */
  record RobotRemove(long member) implements Robots {
    @Override
    public String method() {
      return "robot.remove";
    }
  }

  /**
   * Wants a text said as one's own voice.
   *
   * @param text empty to ask whether that can be had
   * @param voice from deep to high
   */
  record VoiceSay(String text, String language, int voice) implements InRoom {
    @Override
    public String method() {
      return "voice.say";
    }
  }

  /** Asks what is held of oneself. */
  record ServerSaw() implements InRoom {
    @Override
    public String method() {
      return "server.saw";
    }
  }

  /**
   * Wants the keys of a sealed room, by an invite; before entering.
   *
   * @param room its id
   * @param invite the invite's public key
   * @param key what the keys shall be sealed to
   * @param proof over {@link chat.free4.room.access.Redemption}
   */
  record InviteRedeem(Bytes room, Bytes invite, Bytes key, Bytes proof) implements ClientMessage {
    @Override
    public String method() {
      return "invite.redeem";
    }
  }

  /** Hands the room's keys, sealed, to one who asks by an invite. */
  record InviteAnswer(long ask, Bytes sealed) implements InRoom {
    @Override
    public String method() {
      return "invite.answer";
    }
  }

  /** Goes, at once. */
  record Leave() implements InRoom {
    @Override
    public String method() {
      return "leave";
    }
  }

  /** "Still here"; the one notification a client sends. */
  record Heartbeat() implements ClientMessage {
    @Override
    public String method() {
      return "heartbeat";
    }
  }
}
