package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.EnterProof;
import chat.free4.room.access.RoomId;
import chat.free4.server.support.SealedLink;
import chat.free4.server.support.SignalClient;
import chat.free4.server.support.TestServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sealed rooms of a real server, over real WebSockets: who gets in, and what who does not hears.
 */
final class SealedRoomsTest {
  private final SealedLink link = SealedLink.create("link and password");
  private @TempDir Path directory;
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(directory, "--max-address-rooms=2");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private SignalClient greet(int seed) {
    SignalClient client = SignalClient.connect(server, seed);
    client.hello();
    return client;
  }

  private static JsonNode enter(SignalClient client, ObjectNode params) {
    JsonNode answer = client.call("enter", params);
    return Objects.requireNonNull(answer.get("result"), () -> "refused: " + answer);
  }

  private static String refusal(JsonNode answer) {
    return answer.path("error").path("data").path("reason").asText();
  }

  private static JsonNode leave(SignalClient client) {
    return client.call("leave", SignalClient.params());
  }

  @Test
  void theOwnerMakesItAndTheLinkLetsOthersInEvenAfterItEnded() {
    try (SignalClient ada = greet(1);
        SignalClient bob = greet(2);
        SignalClient eve = greet(3)) {
      JsonNode room = enter(ada, link.withChain(ada)).get("room");
      assertThat(room.get("kind").asText()).isEqualTo("private");
      assertThat(room.get("chain").get(0).asText()).isEqualTo(link.newest().toBase64Url());
      JsonNode welcome = enter(bob, link.byLink(bob));
      assertThat(welcome.get("members")).hasSize(2);
      leave(ada);
      leave(bob);
      await().untilAsserted(() -> assertThat(server.metric("free4chat_rooms")).isZero());
      assertThat(enter(eve, link.byLink(eve)).get("room").get("chain")).hasSize(1);
    }
  }

  @Test
  void aServerThatKnowsNothingLearnsFromWhoBringsTheChain() {
    SealedLink newer = link.change("another password");
    try (SignalClient stranger = greet(1);
        SignalClient former = greet(2);
        SignalClient member = greet(3)) {
      assertThat(refusal(stranger.call("enter", newer.byLink(stranger)))).isEqualTo("denied");
      enter(member, newer.withChain(member));
      assertThat(refusal(former.call("enter", link.withChain(former)))).isEqualTo("denied");
      assertThat(enter(stranger, newer.byLink(stranger)).get("room").get("chain")).hasSize(2);
    }
  }

  @Test
  void anOldCopyIsReplacedByANewerOne() {
    SealedLink newer = link.change("another password");
    try (SignalClient former = greet(1);
        SignalClient member = greet(2)) {
      enter(former, link.withChain(former));
      JsonNode welcome = enter(member, newer.withChain(member));
      assertThat(welcome.get("members")).as("none by the old password").hasSize(1);
      assertThat(former.notification("room.chain").get("chain")).hasSize(2);
      former.notification("removed");
    }
  }

  @Test
  void aWrongProofAndAnUnknownRoomAreAnsweredWithTheSameBytes() {
    try (SignalClient ada = greet(1);
        SignalClient guesser = greet(2)) {
      enter(ada, link.withChain(ada));
      SealedLink other = SealedLink.create("another room");
      EnterProof here = guesser.sealedProof(link.id(), 0);
      ObjectNode wrong = guesser.sealedParams(here, other.doorProof(here));
      String hidden = guesser.call("enter", wrong).toString();
      String unknown = guesser.call("enter", other.byLink(guesser)).toString();
      assertThat(withoutId(hidden)).isEqualTo(withoutId(unknown));
      assertThat(hidden).contains("denied").doesNotContain(link.newest().toBase64Url());
    }
  }

  private static String withoutId(String frame) {
    return frame.replaceFirst("\"id\":\\d+", "\"id\":0");
  }

  @Test
  void aProofForSomethingElseIsRefusedWithNothingOfTheRoom() {
    try (SignalClient ada = greet(1);
        SignalClient guesser = greet(2)) {
      enter(ada, link.withChain(ada));
      EnterProof good = guesser.sealedProof(link.id(), 0);
      Bytes other = Bytes.of(new byte[32]);
      EnterProof[] wrong = {
        with(good, other, good.session(), good.origin(), good.room(), 0, good.serverFingerprint()),
        with(
            good,
            good.nonce(),
            other.slice(0, 16),
            good.origin(),
            good.room(),
            0,
            good.serverFingerprint()),
        with(
            good,
            good.nonce(),
            good.session(),
            "https://evil.example",
            good.room(),
            0,
            good.serverFingerprint()),
        with(
            good,
            good.nonce(),
            good.session(),
            good.origin(),
            new RoomId(other.slice(0, 16)),
            0,
            good.serverFingerprint()),
        with(
            good,
            good.nonce(),
            good.session(),
            good.origin(),
            good.room(),
            1,
            good.serverFingerprint()),
        with(good, good.nonce(), good.session(), good.origin(), good.room(), 0, other),
      };
      for (EnterProof proof : wrong) {
        JsonNode answer = guesser.call("enter", guesser.sealedParams(good, link.doorProof(proof)));
        assertThat(refusal(answer)).as(proof.toString()).isEqualTo("denied");
        assertThat(answer.toString()).doesNotContain(link.newest().toBase64Url());
      }
      enter(guesser, guesser.sealedParams(good, link.doorProof(good)));
    }
  }

  private static EnterProof with(
      EnterProof p,
      Bytes nonce,
      Bytes session,
      String origin,
      RoomId room,
      long version,
      Bytes serverFingerprint) {
    return new EnterProof(
        nonce,
        session,
        origin,
        room,
        version,
        p.identity(),
        p.device(),
        p.clientFingerprint(),
        serverFingerprint);
  }

  @Test
  void aProofOfAFormerSessionIsNoneInTheNext() {
    try (SignalClient ada = greet(1);
        SignalClient again = greet(1)) {
      ObjectNode first = link.withChain(ada);
      enter(ada, first);
      leave(ada);
      assertThat(refusal(again.call("enter", first))).isEqualTo("proof-invalid");
    }
  }

  @Test
  void guessesAreLimitedAndCountedAndTheMembersNoticeNothing() {
    try (SignalClient ada = greet(1)) {
      enter(ada, link.withChain(ada));
      SealedLink wrong = new SealedLink(link.links(), "a guess");
      int denied = 0;
      int busy = 0;
      for (int seed = 10; seed < 20; seed++) {
        try (SignalClient guesser = greet(seed)) {
          for (int i = 0; i < 5; i++) {
            switch (refusal(guesser.call("enter", wrong.byLink(guesser)))) {
              case "denied" -> denied++;
              case "busy" -> busy++;
              default -> throw new AssertionError("a guess got in");
            }
          }
        }
      }
      assertThat(denied).isBetween(20, 25);
      assertThat(busy).isEqualTo(50 - denied);
      assertThat(server.metric("free4chat_signal_errors_total{reason=\"denied\"}"))
          .isEqualTo(denied);
      assertThat(server.metric("free4chat_signal_refused_total{reason=\"door_busy\"}"))
          .isEqualTo(busy);
      long leave = ada.request("leave", SignalClient.params());
      ada.await(
          frame -> {
            String method = frame.path("method").asText();
            // She answers no heartbeats meanwhile, so on a busy machine she hears that she is away.
            boolean aboutHerLine = frame.at("/params/connection").isTextual();
            String heard = aboutHerLine ? "heartbeat" : method;
            assertThat(heard).as("nothing else was heard").isIn("", "heartbeat");
            return frame.path("id").asLong(-1) == leave;
          });
    }
  }

  @Test
  void theNextDescriptorIsToldToThoseInside() {
    SealedLink newer = link.change("another password");
    try (SignalClient ada = greet(1);
        SignalClient bob = greet(2);
        SignalClient late = greet(3)) {
      enter(ada, link.withChain(ada));
      enter(bob, link.byLink(bob));
      ObjectNode params = SignalClient.params().put("descriptor", newer.newest().toBase64Url());
      assertThat(ada.call("room.descriptor", params).has("result")).isTrue();
      assertThat(bob.notification("room.chain").get("chain")).hasSize(2);
      assertThat(refusal(late.call("enter", link.byLink(late)))).isEqualTo("denied");
      assertThat(enter(late, newer.byLink(late)).get("members")).hasSize(3);
      assertThat(refusal(bob.call("room.descriptor", params))).isEqualTo("descriptor-invalid");
    }
  }

  @Test
  void oneAddressOpensSoManyAndNoneOfThemIsListed() {
    try (SignalClient ada = greet(1);
        SignalClient bob = greet(2);
        SignalClient eve = greet(3)) {
      enter(ada, link.withChain(ada));
      SealedLink second = SealedLink.create("second");
      enter(bob, second.withChain(bob));
      SealedLink third = SealedLink.create("third");
      assertThat(refusal(eve.call("enter", third.withChain(eve)))).isEqualTo("too-many-rooms");
      assertThat(server.get("/api/rooms").body()).contains("\"rooms\":[]");
      assertThat(server.get("/s/anything").statusCode()).isEqualTo(200);
    }
  }
}
