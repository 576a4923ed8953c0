package chat.free4.room;

import chat.free4.room.access.Bytes;
import chat.free4.room.log.RoomLog;
import chat.free4.room.member.Member;
import chat.free4.room.member.Roster;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalFault;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where members say that a snapshot, which stands in the log, can take the place of the entries
 * before it (protocol/board.md). The server looks into neither: it counts people.
 */
final class SettlingDesk {
  /** The one who made a snapshot, and two who have looked at it. */
  static final int VOICES = 3;

  /** Documents that are settled; of further ones nothing is. */
  static final int MAX_DOCS = 8;

  /** Bytes of the hash that a snapshot is named by. */
  static final int HASH_BYTES = 32;

  /** Snapshots of a document stand in a document of their own. */
  private static final String SNAPSHOTS = ".snapshot";

  private final Roster roster;
  private final RoomLog log;
  private final Outbox out;
  private final Map<String, Settling> docs = new LinkedHashMap<>();

  /** What was said about one document, by identity, and what came of it. */
  private static final class Settling {
    final Map<Bytes, ClientMessage.LogSettle> voices = new HashMap<>();
    ClientMessage.@Nullable LogSettle settled;
  }

  SettlingDesk(Roster roster, RoomLog log, Outbox out) {
    this.roster = roster;
    this.log = log;
    this.out = out;
  }

  /** Takes what a member says about a snapshot; gives why not, if it does not. */
  @Nullable SignalFault settle(long session, long id, Member member, ClientMessage.LogSettle said) {
    Settling doc = docs.get(said.doc());
    boolean isDoc = LogDesk.DOC.matcher(said.doc()).matches() && !isOfChat(said.doc());
    if (!isDoc || (doc == null && docs.size() >= MAX_DOCS)) {
      return SignalFault.invalidParams("doc");
    }
    if (said.hash().length() != HASH_BYTES) {
      return SignalFault.invalidParams("hash");
    }
    if (said.before() < 0 || said.from() <= said.before() || said.from() > log.cursor()) {
      return SignalFault.invalidParams("from");
    }
    if (doc == null) {
      doc = new Settling();
      docs.put(said.doc(), doc);
    }
    out.reply(session, id, new ServerMessage.Done());
    ClientMessage.LogSettle former = doc.settled;
    if (former != null && said.from() <= former.from()) {
      return null; // a newer one holds already
    }
    doc.voices.put(member.identity(), said);
    doc.voices.keySet().retainAll(roster.members().stream().map(Member::identity).toList());
    long agreed = doc.voices.values().stream().filter(said::equals).count();
    if (agreed >= (witnesses(said, former) < VOICES ? 1 : VOICES)) {
      doc.settled = said;
      doc.voices.clear();
      replace(former, said);
    }
    return null;
  }

  /**
   * How many of those who are here can know what a snapshot must hold: who came after the last of
   * it was written waits for one, in a sealed room unable to read, and cannot vouch for it.
   */
  private long witnesses(ClientMessage.LogSettle said, ClientMessage.@Nullable LogSettle former) {
    long written = log.newest(said.doc(), said.before());
    long last = former == null ? written : Math.max(written, former.from());
    return roster.members().stream()
        .filter(member -> member.cursor() < last)
        .map(Member::identity)
        .distinct()
        .count();
  }

  /**
   * What people said stands for itself. Were there snapshots of it, three identities, which cost
   * nothing, could take it all out.
   */
  private static boolean isOfChat(String doc) {
    return doc.equals(SlowMode.CHAT) || doc.startsWith(SlowMode.CHAT + ".");
  }

  /**
   * Tells who reads from the beginning which snapshots hold: any member could have written others.
   */
  void tellSettled(long session) {
    for (Settling doc : docs.values()) {
      if (doc.settled != null) {
        out.notify(session, told(doc.settled));
      }
    }
  }

  /** The snapshot before this one stays, and what stands between. */
  private void replace(ClientMessage.@Nullable LogSettle former, ClientMessage.LogSettle now) {
    log.dropUntil(now.doc(), now.before());
    log.dropUntil(now.doc() + SNAPSHOTS, (former == null ? now : former).from() - 1);
    out.tellAll(told(now));
  }

  private static ServerMessage.LogSettled told(ClientMessage.LogSettle said) {
    return new ServerMessage.LogSettled(said.doc(), said.before(), said.from(), said.hash());
  }
}
