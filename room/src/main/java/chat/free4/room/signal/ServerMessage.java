package chat.free4.room.signal;

import chat.free4.room.access.Bytes;
import chat.free4.room.directory.DirectoryPage;
import chat.free4.room.directory.Listing;
import chat.free4.room.saw.SawItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server says: results of requests and notifications. Components have the names of the
 * JSON members; null ones are left out.
 */
public sealed interface ServerMessage {
  /** Answers a request. */
  sealed interface Result extends ServerMessage {}

  /** Said without being asked. */
  sealed interface Notification extends ServerMessage {
    /** The JSON-RPC method. */
    String method();
  }

  /**
   * Of {@code hello}: the challenge.
   *
   * @param ears true where the server writes down what is said by who agrees to that; else null
   */
  record HelloResult(
      Bytes nonce,
      Bytes session,
      String epoch,
      Bytes fingerprint,
      String build,
      int heartbeatMillis,
      int graceMillis,
      Limits limits,
      @Nullable Boolean ears)
      implements Result {}

  /** What the server takes, announced with the challenge. */
  record Limits(
      int messageBytes,
      int messagesPerSecond,
      int profileBytes,
      int entryBytes,
      int logEntries,
      long logBytes,
      int roomMembers) {}

  /** Of {@code enter}: the welcome. */
  record EnterResult(
      long member,
      boolean resumed,
      RoomInfo room,
      @Nullable String answer,
      List<MemberInfo> members,
      LogInfo log,
      ActsInfo acts)
      implements Result {
    /** Makes the list immutable. */
    public EnterResult {
      members = List.copyOf(members);
    }
  }

  /**
   * A room; {@code name} is the canonical one.
   *
   * @param moderator the identity that may describe it
   * @param chain of a sealed room: its descriptors; null of a public one
   */
  record RoomInfo(
      Bytes id,
      String kind,
      String name,
      long createdMillisAgo,
      String topic,
      List<String> tags,
      String language,
      Bytes moderator,
      @Nullable List<Bytes> chain) {
    /** Makes the lists immutable. */
    public RoomInfo {
      tags = List.copyOf(tags);
      chain = chain == null ? null : List.copyOf(chain);
    }
  }

  /**
   * What was done to the room.
   *
   * @param root what the first act follows
   * @param owner whose the room was before any act
   * @param hands acts that raised the hands that are up, in that order
   */
  record ActsInfo(Bytes root, Bytes owner, List<ActInfo> acts, List<Bytes> hands) {
    /** Makes the lists immutable. */
    public ActsInfo {
      acts = List.copyOf(acts);
      hands = List.copyOf(hands);
    }
  }

  /**
   * A signed act.
   *
   * @param moderator who moderated by being here when it came
   * @param summary of a summary: what all acts before amount to; else null
   */
  record ActInfo(Bytes act, Bytes moderator, @Nullable Bytes summary) {}

  /** How the log stands for the member that entered. */
  record LogInfo(long cursor, long ownSequence) {}

  /**
   * A member as others see it. {@code connection}: {@code connected} or {@code reconnecting}.
   *
   * @param robot what kind of robot of this server it is; null for people
   */
  record MemberInfo(
      long number,
      Bytes id,
      Bytes identity,
      Bytes device,
      Bytes profile,
      boolean muted,
      String connection,
      boolean hasMedia,
      @Nullable String robot) {
    /** A person. */
    public MemberInfo(
        long number,
        Bytes id,
        Bytes identity,
        Bytes device,
        Bytes profile,
        boolean muted,
        String connection,
        boolean hasMedia) {
      this(number, id, identity, device, profile, muted, connection, hasMedia, null);
    }
  }

  /** Of {@code media.offer}. */
  record OfferResult(String answer, String epoch) implements Result {}

  /** Of {@code log.append}. */
  record AppendResult(long cursor) implements Result {}

  /** Of {@code log.after}. */
  record AfterResult(List<Entry> entries, long cursor, boolean more) implements Result {
    /** Makes the list immutable. */
    public AfterResult {
      entries = List.copyOf(entries);
    }
  }

  /** An entry of the log; {@code author} is a member id. */
  record Entry(long cursor, String doc, Bytes author, long sequence, Bytes bytes) {}

  /** Of {@code directory.watch}: a page of the directory. */
  record DirectoryResult(List<Listing> rooms, int total, @Nullable String next) implements Result {
    /** Makes the list immutable. */
    public DirectoryResult {
      rooms = List.copyOf(rooms);
    }

    /** A page as it goes out. */
    public static DirectoryResult of(DirectoryPage page) {
      return new DirectoryResult(page.rooms(), page.total(), page.next());
    }
  }

  /** Of {@code seal.join}: the keys of all who have shown one, and the newest commit. */
  record SealResult(List<SealedMember> members, @Nullable Bytes commit) implements Result {
    /** Makes the list immutable. */
    public SealResult {
      members = List.copyOf(members);
    }
  }

  /** What a member has shown; epoch and key id of its voice, where it has named one. */
  record SealedMember(long number, Bytes shown, @Nullable Long epoch, @Nullable Long kid) {}

  /** Of {@code server.saw}: what is held of who asks. */
  record SawResult(List<SawItem> items) implements Result {
    /** Makes the list immutable. */
    public SawResult {
      items = List.copyOf(items);
    }
  }

  /** An empty object. */
  record Done() implements Result {}

  /** Every {@code heartbeatMillis}. */
  record Heartbeat() implements Notification {
    @Override
    public String method() {
      return "heartbeat";
    }
  }

  /** Somebody came. */
  record MemberJoined(MemberInfo member) implements Notification {
    @Override
    public String method() {
      return "member.joined";
    }
  }

  /**
   * Somebody went; {@code reason}: {@code left}, {@code closed}, {@code lost}, {@code removed} or
   * {@code failed}.
   */
  record MemberLeft(long number, String reason) implements Notification {
    @Override
    public String method() {
      return "member.left";
    }
  }

  /** What changed of a member; the rest is null. */
  record MemberChanged(
      long number,
      @Nullable Bytes profile,
      @Nullable Boolean muted,
      @Nullable String connection,
      @Nullable Boolean hasMedia)
      implements Notification {
    @Override
    public String method() {
      return "member.changed";
    }
  }

  /** What changed of the room itself; the rest is null. */
  record RoomChanged(
      @Nullable String topic,
      @Nullable List<String> tags,
      @Nullable String language,
      @Nullable Bytes moderator)
      implements Notification {
    @Override
    public String method() {
      return "room.changed";
    }
  }

  /** A sealed room's chain has become another. */
  record RoomChain(List<Bytes> chain) implements Notification {
    /** Makes the list immutable. */
    public RoomChain {
      chain = List.copyOf(chain);
    }

    @Override
    public String method() {
      return "room.chain";
    }
  }

  /**
   * Acts that are new.
   *
   * @param restored true for those from before that somebody has brought back; else null
   */
  record RoomActs(List<ActInfo> acts, @Nullable Boolean restored) implements Notification {
    /** Makes the list immutable. */
    public RoomActs {
      acts = List.copyOf(acts);
    }

    @Override
    public String method() {
      return "room.acts";
    }
  }

  /** The room goes on with a life that it had before: its acts come next. */
  record ActsHistory(Bytes root, Bytes owner) implements Notification {
    @Override
    public String method() {
      return "acts.history";
    }
  }

  /** Who knocks, all of them; told to those who may let them in. */
  record LobbyKnocks(List<Knock> knocks) implements Notification {
    /** Makes the list immutable. */
    public LobbyKnocks {
      knocks = List.copyOf(knocks);
    }

    @Override
    public String method() {
      return "lobby.knocks";
    }
  }

  /** Somebody who knocks; the profile is opaque. */
  record Knock(Bytes identity, Bytes profile) {}

  /** One who knocked may come in now, or not. */
  record LobbyAnswer(boolean admitted) implements Notification {
    @Override
    public String method() {
      return "lobby.answer";
    }
  }

  /** How long some have talked: those of whom there is news. */
  record RoomFloor(List<FloorShare> people) implements Notification {
    /** Makes the list immutable. */
    public RoomFloor {
      people = List.copyOf(people);
    }

    @Override
    public String method() {
      return "room.floor";
    }
  }

  /**
   * How long one has talked.
   *
   * @param resting its budget is used up, and nobody hears it
   */
  record FloorShare(Bytes identity, long seconds, boolean resting) {}

  /**
   * What is left of one's own time.
   *
   * @param waitSeconds until one is heard again; 0 when one is
   */
  record FloorLeft(long seconds, long waitSeconds) implements Notification {
    @Override
    public String method() {
      return "floor.left";
    }
  }

  /**
   * Somebody asks for the room's keys, by an invite; {@code key} is what they shall be sealed to.
   */
  record InviteAsked(long ask, Bytes invite, Bytes identity, Bytes device, Bytes key, Bytes proof)
      implements Notification {
    @Override
    public String method() {
      return "invite.asked";
    }
  }

  /** One of the members has answered who asked. */
  record InviteSettled(long ask) implements Notification {
    @Override
    public String method() {
      return "invite.settled";
    }
  }

  /** What a member has sealed to one who asked. */
  record InviteHandover(Bytes sealed) implements Notification {
    @Override
    public String method() {
      return "invite.handover";
    }
  }

  /** One was kicked or banned; close 4003 follows. {@code by} is an identity. */
  record Removed(Bytes by, boolean banned) implements Notification {
    @Override
    public String method() {
      return "removed";
    }
  }

  /** How the watched page of the directory became another: see {@link DirectoryPage.Change}. */
  record DirectoryChange(
      @Nullable List<String> order,
      List<Listing> rooms,
      List<DirectoryPage.ListingChange> changed,
      int total,
      @Nullable String next)
      implements Notification {
    /** A change as it goes out. */
    public static DirectoryChange of(DirectoryPage.Change change) {
      return new DirectoryChange(
          change.order(), change.rooms(), change.changed(), change.total(), change.next());
    }

    @Override
    public String method() {
      return "directory.change";
    }
  }

  /** A new entry of the log; the parameters are those of {@link Entry}. */
  record LogEntry(long cursor, String doc, Bytes author, long sequence, Bytes bytes)
      implements Notification {
    @Override
    public String method() {
      return "log.entry";
    }
  }

  /** A snapshot has taken the place of a document's entries up to a cursor. */
  record LogSettled(String doc, long before, long from, Bytes hash) implements Notification {
    @Override
    public String method() {
      return "log.settled";
    }
  }

  /** What a member shows in passing. */
  record PresenceTold(long number, Bytes bytes) implements Notification {
    @Override
    public String method() {
      return "presence.told";
    }
  }

  /** Somebody shows a sealing key. */
  record SealJoined(long number, Bytes shown) implements Notification {
    @Override
    public String method() {
      return "seal.joined";
    }
  }

  /** A new epoch; all that is to be known of it stands in the commit. */
  record EpochChanged(Bytes commit) implements Notification {
    @Override
    public String method() {
      return "epoch.changed";
    }
  }

  /** Somebody's voice is sealed under this key id from now on. */
  record MediaKeyNamed(long number, long epoch, long kid) implements Notification {
    @Override
    public String method() {
      return "media.key";
    }
  }

  /** The transport has ended at the server. */
  record MediaLost(String reason) implements Notification {
    @Override
    public String method() {
      return "media.lost";
    }
  }

  /** The member entered again elsewhere; close 4001 follows. */
  record Superseded() implements Notification {
    @Override
    public String method() {
      return "superseded";
    }
  }

  /**
   * This node wants the socket to be at another one; the room stays where it is.
   *
   * @param why {@code draining} or {@code full}
   * @param nodes all that a page may choose from
   */
  record Go(String why, List<NodeInfo> nodes) implements Notification {
    @Override
    public String method() {
      return "go";
    }
  }

  /**
   * A node, as {@code /api/nodes} has it.
   *
   * @param url where its WebSockets are, without a path
   * @param state {@code up}, {@code full} or {@code draining}
   * @param load 0 to 100
   */
  record NodeInfo(String url, String state, int load) {}

  /** The room has another node now, or its node is lost: say hello again, on the same socket. */
  record Moved() implements Notification {
    @Override
    public String method() {
      return "moved";
    }
  }
}
