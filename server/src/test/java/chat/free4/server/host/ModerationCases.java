package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.room.moderation.ActKind;
import chat.free4.room.moderation.ActLedger;
import chat.free4.room.moderation.Heads;
import chat.free4.room.moderation.SignedAct;
import chat.free4.server.support.SignalClient;
import chat.free4.server.support.TestNodes;
import chat.free4.server.support.TestNodes.Form;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Acts at a real server, over real WebSockets; all from one address, as in one household. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ModerationCases {
  private final List<SignalClient> clients = new ArrayList<>();
  private final Form form;
  private TestNodes server;

  /** The same at a server that is alone and in a cluster. */
  ModerationCases(Form form) {
    this.form = form;
  }

  @BeforeAll
  void start(@TempDir Path directory) {
    server = TestNodes.start(form, directory, "--ban-minutes=1");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @AfterEach
  void everybodyGoes() {
    clients.forEach(SignalClient::close);
    clients.clear();
  }

  private SignalClient connect(int seed) {
    SignalClient client = server.connect(seed);
    clients.add(client);
    return client;
  }

  /** Who opens a room, and keeps its acts as a browser does. */
  private final class Owner {
    final String room;
    final SignalClient client;
    final ActLedger ledger;

    Owner(int seed, String room) {
      this.room = room;
      this.client = connect(seed);
      JsonNode acts = client.enter(room).get("acts");
      assertThat(acts.get("acts")).isEmpty();
      assertThat(acts.get("owner").asText()).isEqualTo(client.identity().toBase64Url());
      ledger =
          new ActLedger(RoomId.ofPublic(room), bytes(acts, "root"), Heads.of(client.identity()));
    }

    JsonNode act(ActKind kind, Bytes subject, long value) {
      SignedAct.Deed deed = new SignedAct.Deed(kind, subject, value);
      JsonNode answer = client.act(room, ledger.nextNumber(), ledger.head(), deed);
      if (answer.has("result")) {
        Bytes act = client.sign(room, ledger.nextNumber(), ledger.head(), deed);
        assertThat(ledger.add(act, client.identity())).isInstanceOf(ActLedger.Outcome.Added.class);
      }
      return answer;
    }
  }

  private static Bytes bytes(JsonNode node, String field) {
    return Objects.requireNonNull(Bytes.ofBase64Url(node.get(field).asText()), field);
  }

  private JsonNode enter(int seed, String room) {
    SignalClient client = connect(seed);
    client.hello(room);
    return client.call("enter", client.enterParams(room, Bytes.EMPTY));
  }

  private static String reason(JsonNode answer) {
    return answer.path("error").path("data").path("reason").asText();
  }

  @Test
  void whoIsBannedIsClosedAndComesBackNeitherByItsKeyNorByAFreshOne() {
    Owner owner = new Owner(1, "banning");
    SignalClient guest = connect(2);
    guest.enter("banning");
    assertThat(owner.act(ActKind.BAN, guest.identity(), 0).has("result")).isTrue();
    JsonNode removed = guest.notification("removed");
    assertThat(removed.get("by").asText()).isEqualTo(owner.client.identity().toBase64Url());
    assertThat(removed.get("banned").asBoolean()).isTrue();
    assertThat(guest.closeCode()).isEqualTo(4003);
    assertThat(owner.client.notification("member.left").get("reason").asText())
        .isEqualTo("removed");
    JsonNode refused = enter(2, "banning");
    assertThat(reason(refused)).isEqualTo("banned");
    assertThat(refused.toString()).as("nothing of the room").doesNotContain("members", "acts");
    assertThat(reason(enter(3, "banning"))).isEqualTo("address-banned");
    assertThat(enter(3, "another room").has("result")).isTrue();
  }

  @Test
  void whoIsKickedCanComeBackAndReadsWhatWasDone() {
    Owner owner = new Owner(11, "kicking");
    SignalClient guest = connect(12);
    guest.enter("kicking");
    owner.act(ActKind.KICK, guest.identity(), 0);
    assertThat(guest.closeCode()).isEqualTo(4003);
    JsonNode welcome = enter(12, "kicking").get("result");
    assertThat(welcome.get("acts").get("acts")).hasSize(1);
    Bytes act = bytes(welcome.get("acts").get("acts").get(0), "act");
    ActLedger own =
        new ActLedger(
            RoomId.ofPublic("kicking"),
            bytes(welcome.get("acts"), "root"),
            Heads.of(owner.client.identity()));
    assertThat(own.add(act, owner.client.identity())).isInstanceOf(ActLedger.Outcome.Added.class);
  }

  @Test
  void aLockedRoomSaysNothingButThat() {
    Owner owner = new Owner(21, "locking");
    owner.act(ActKind.LOCK, SignedAct.NOBODY, 1);
    JsonNode refused = enter(22, "locking");
    assertThat(reason(refused)).isEqualTo("room-locked");
    assertThat(refused.toString()).doesNotContain("members", "acts");
  }

  @Test
  void whatIsNoActOfTheMemberIsRefusedAndCounted() {
    Owner owner = new Owner(31, "refusing");
    SignalClient guest = connect(32);
    guest.enter("refusing");
    SignedAct.Deed lock = new SignedAct.Deed(ActKind.LOCK, SignedAct.NOBODY, 1);
    Bytes root = owner.ledger.root();
    assertThat(reason(guest.act("refusing", 1, root, lock))).isEqualTo("act-not-allowed");
    assertThat(reason(owner.client.act("elsewhere", 1, root, lock))).isEqualTo("act-wrong-room");
    assertThat(reason(owner.client.act("refusing", 2, root, lock))).isEqualTo("act-unlinked");
    Bytes own = owner.client.sign("refusing", 1, root, lock);
    String stolen = own.toBase64Url();
    assertThat(reason(guest.call("room.act", SignalClient.params().put("act", stolen))))
        .isEqualTo("act-of-another");
    String cut = own.slice(0, 200).toBase64Url();
    assertThat(reason(owner.client.call("room.act", SignalClient.params().put("act", cut))))
        .isEqualTo("act-malformed");
    assertThat(server.metrics())
        .contains("free4chat_signal_errors_total{reason=\"act-malformed\"} 1");
  }
}
