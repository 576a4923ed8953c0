package chat.free4.room.vectors;

import static chat.free4.room.vectors.Fixtures.ALICE;
import static chat.free4.room.vectors.Fixtures.BOB;

import chat.free4.room.RoomLimits;
import chat.free4.room.access.Bytes;
import chat.free4.room.access.EnterProof;
import chat.free4.room.access.OfferProof;
import chat.free4.room.access.Redemption;
import chat.free4.room.description.DescribeProof;
import chat.free4.room.description.RoomDescription;
import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.directory.DirectoryPage;
import chat.free4.room.directory.Listing;
import chat.free4.room.log.SignedEntry;
import chat.free4.room.saw.SawItem;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One example of each message of the contract, as JSON; of one conversation where that matters. */
final class MessageVectors {
  static final String OFFER = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n";
  private static final String ANSWER = "v=0\r\no=- 2 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n";
  static final Bytes PROFILE = Bytes.utf8("{\"nickname\":\"Ada\"}");
  private static final RoomDescription DESCRIPTION =
      new RoomDescription("Jazz, and what is like it", List.of("music", "jazz"), "en");
  private static final Listing COFFEE =
      new Listing(
          "coffee break",
          DESCRIPTION.topic(),
          DESCRIPTION.tags(),
          DESCRIPTION.language(),
          3,
          true,
          1_792_000_000);
  private static final Listing QUIET =
      new Listing("quiet", "", List.of(), "any", 1, false, 1_792_000_060);
  private static final Bytes ENTRY =
      SignedEntry.sign(
              ALICE.device(),
              ALICE.certificate(),
              Fixtures.ROOM,
              "chat",
              1,
              Bytes.utf8(
                  "{\"kind\":\"text\",\"text\":\"hi\",\"time\":1792000000000,\"logical\":1}"))
          .encode();

  private static final List<Bytes> SEALED_CHAIN = List.of(DescriptorVectors.GENESIS.encode());
  private static final Bytes SEALED_ROOM =
      DescriptorChain.roomOf(DescriptorVectors.GENESIS).value();

  /** Opaque to the server: any bytes of the right length do. */
  private static final Bytes HASH = Bytes.of(new byte[32]);

  private static final Bytes SHOWN = Bytes.of(new byte[160]);

  private static final Bytes COMMIT = commit();

  private MessageVectors() {}

  /** Version 1, epoch 7, nobody it is sealed to. */
  private static Bytes commit() {
    byte[] bytes = new byte[157];
    bytes[0] = 1;
    bytes[8] = 7;
    return Bytes.of(bytes);
  }

  static VectorFile file() {
    VectorFile file =
        new VectorFile(
            "messages.json",
            "One example of each message. from: client or server; kind: request, result,"
                + " notification or error; method: of results the one they answer. The keys, proofs"
                + " and entries are those of one conversation and verify.");
    requests(file);
    results(file);
    notifications(file);
    errors(file);
    return file;
  }

  private static void requests(VectorFile file) {
    EnterProof proof =
        new EnterProof(
            Fixtures.NONCE,
            Fixtures.SESSION,
            Fixtures.ORIGIN,
            Fixtures.ROOM,
            ALICE.identity().publicKey(),
            ALICE.device().publicKey(),
            Fixtures.CLIENT_FINGERPRINT,
            Fixtures.SERVER_FINGERPRINT);
    EnterProof writing =
        new EnterProof(
            proof.nonce(),
            proof.session(),
            proof.origin(),
            proof.room(),
            proof.identity(),
            proof.device(),
            Bytes.EMPTY,
            proof.serverFingerprint());
    OfferProof offer =
        new OfferProof(
            proof.session(),
            proof.room(),
            proof.identity(),
            proof.device(),
            proof.clientFingerprint(),
            proof.serverFingerprint());
    greeting(file, proof);
    Bytes spoken = ALICE.device().sign(proof.transcript());
    Bytes written = ALICE.device().sign(writing.transcript());
    String name = "Coffee Break";
    request(
        file,
        "enter with voice",
        new ClientMessage.Enter("public", name, spoken, PROFILE, true, OFFER));
    request(
        file,
        "enter to write only",
        new ClientMessage.Enter("public", name, written, PROFILE, null, null));
    sealedRequests(file, spoken, written);
    Bytes signature = ALICE.device().sign(offer.transcript());
    request(file, "media.offer", new ClientMessage.MediaOffer(OFFER, signature));
    describing(file);
    request(file, "member.update, muted alone", new ClientMessage.MemberUpdate(null, true));
    request(file, "member.update, both", new ClientMessage.MemberUpdate(PROFILE, false));
    request(
        file,
        "listen.mute of the largest number",
        new ClientMessage.ListenMute(0xffff_ffffL, true));
    request(file, "log.append", new ClientMessage.LogAppend("chat", 1, ENTRY));
    request(file, "log.after from the start", new ClientMessage.LogAfter(0, null));
    request(file, "log.after with a limit", new ClientMessage.LogAfter(41, 50));
    request(file, "log.settle", new ClientMessage.LogSettle("board", 40, 41, HASH));
    request(file, "presence.tell", new ClientMessage.PresenceTell(ENTRY));
    sealing(file);
    inviting(file);
    ActMessages.requests(file);
    RobotMessages.requests(file);
    request(file, "leave", new ClientMessage.Leave());
    ObjectNode beat = example(file, "heartbeat", "client", "notification", "heartbeat");
    beat.put("jsonrpc", "2.0").put("method", "heartbeat").putObject("params");
  }

  private static void sealedRequests(VectorFile file, Bytes proof, Bytes doorProof) {
    request(file, "server.saw", new ClientMessage.ServerSaw());
    request(
        file,
        "enter a sealed room, with its chain",
        new ClientMessage.EnterSealed(
            "sealed", SEALED_ROOM, 1, proof, doorProof, SEALED_CHAIN, PROFILE, true, OFFER));
    request(
        file,
        "enter a sealed room by its link",
        new ClientMessage.EnterSealed(
            "sealed", SEALED_ROOM, 0, proof, doorProof, null, PROFILE, null, null));
    request(file, "room.descriptor", new ClientMessage.RoomDescriptor(SEALED_CHAIN.getFirst()));
  }

  private static void sealedResults(VectorFile file, ServerMessage.MemberInfo alice) {
    ServerMessage.RoomInfo sealed =
        new ServerMessage.RoomInfo(
            SEALED_ROOM,
            "private",
            "",
            61_000,
            "",
            List.of(),
            "any",
            ALICE.identity().publicKey(),
            SEALED_CHAIN);
    result(
        file,
        "enter",
        new ServerMessage.EnterResult(
            1, false, sealed, null, List.of(alice), new ServerMessage.LogInfo(0, 0), acts()));
    result(file, "room.descriptor", new ServerMessage.Done());
  }

  private static void greeting(VectorFile file, EnterProof proof) {
    Bytes identity = proof.identity();
    Bytes device = proof.device();
    Bytes signed = ALICE.certificate().signature();
    Bytes room = proof.room().value();
    request(file, "hello", new ClientMessage.Hello(1, identity, device, signed));
    var naming = new ClientMessage.Hello(1, identity, device, signed, room);
    request(file, "hello, naming a room", naming);
  }

  private static void describing(VectorFile file) {
    DescribeProof describe =
        new DescribeProof(
            Fixtures.SESSION,
            Fixtures.ROOM,
            ALICE.identity().publicKey(),
            ALICE.device().publicKey(),
            DESCRIPTION);
    request(
        file,
        "room.describe",
        new ClientMessage.RoomDescribe(
            DESCRIPTION.topic(),
            DESCRIPTION.tags(),
            DESCRIPTION.language(),
            ALICE.device().sign(describe.transcript())));
    request(file, "directory.watch: all", new ClientMessage.DirectoryWatch(null, null, null, null));
    request(
        file,
        "directory.watch: some",
        new ClientMessage.DirectoryWatch("music", "de", "jazz", "3.1.17"));
  }

  private static void sealing(VectorFile file) {
    request(file, "seal.join", new ClientMessage.SealJoin(SHOWN));
    request(file, "epoch.commit", new ClientMessage.EpochCommit(COMMIT));
    request(file, "media.key with the largest id", new ClientMessage.MediaKey(7, (1L << 48) - 1));
  }

  private static void inviting(VectorFile file) {
    Redemption asked = InviteVectors.redemption(SEALED_ROOM);
    request(
        file,
        "invite.redeem",
        new ClientMessage.InviteRedeem(
            SEALED_ROOM, asked.invite(), asked.sealingKey(), asked.proof()));
    request(file, "invite.answer", new ClientMessage.InviteAnswer(3, SHOWN));
  }

  private static void invited(VectorFile file) {
    Redemption asked = InviteVectors.redemption(SEALED_ROOM);
    result(file, "invite.redeem", new ServerMessage.Done());
    result(file, "invite.answer", new ServerMessage.Done());
    notification(
        file,
        "invite.asked",
        new ServerMessage.InviteAsked(
            3,
            asked.invite(),
            asked.identity(),
            asked.device(),
            asked.sealingKey(),
            asked.proof()));
    notification(file, "invite.settled", new ServerMessage.InviteSettled(3));
    notification(file, "invite.handover", new ServerMessage.InviteHandover(SHOWN));
  }

  private static void sealed(VectorFile file) {
    invited(file);
    result(file, "seal.join", new ServerMessage.SealResult(List.of(), null));
    result(
        file,
        "seal.join",
        new ServerMessage.SealResult(
            List.of(
                new ServerMessage.SealedMember(1, SHOWN, null, null),
                new ServerMessage.SealedMember(2, SHOWN, 7L, 1L << 40)),
            COMMIT));
    notification(file, "seal.joined", new ServerMessage.SealJoined(2, SHOWN));
    notification(file, "epoch.changed", new ServerMessage.EpochChanged(COMMIT));
    notification(file, "media.key", new ServerMessage.MediaKeyNamed(2, 7, 1L << 40));
  }

  private static void results(VectorFile file) {
    ServerMessage.MemberInfo alice = member(ALICE, 1, "connected", true);
    ServerMessage.MemberInfo bob = member(BOB, 2, "reconnecting", false);
    result(file, "hello", hello());
    ServerMessage.RoomInfo room =
        new ServerMessage.RoomInfo(
            Fixtures.ROOM.value(),
            "public",
            "coffee break",
            61_000,
            DESCRIPTION.topic(),
            DESCRIPTION.tags(),
            DESCRIPTION.language(),
            ALICE.identity().publicKey(),
            null);
    result(
        file,
        "enter",
        new ServerMessage.EnterResult(
            1,
            false,
            room,
            ANSWER,
            List.of(alice, bob),
            new ServerMessage.LogInfo(41, 0),
            acts(ActVectors.EXAMPLE)));
    result(
        file,
        "enter",
        new ServerMessage.EnterResult(
            1, true, room, null, List.of(alice), new ServerMessage.LogInfo(41, 7), acts()));
    sealedResults(file, alice);
    result(file, "media.offer", new ServerMessage.OfferResult(ANSWER, "e-1"));
    result(file, "room.describe", new ServerMessage.Done());
    result(
        file,
        "directory.watch",
        new ServerMessage.DirectoryResult(List.of(COFFEE, QUIET), 1_234, "1.0.7"));
    result(file, "directory.watch", new ServerMessage.DirectoryResult(List.of(), 0, null));
    result(file, "member.update", new ServerMessage.Done());
    result(file, "listen.mute", new ServerMessage.Done());
    result(file, "log.append", new ServerMessage.AppendResult(42));
    result(file, "log.settle", new ServerMessage.Done());
    result(file, "presence.tell", new ServerMessage.Done());
    Bytes author = ALICE.member().value();
    result(
        file,
        "log.after",
        new ServerMessage.AfterResult(
            List.of(new ServerMessage.Entry(42, "chat", author, 1, ENTRY)), 42, false));
    result(
        file,
        "server.saw",
        new ServerMessage.SawResult(
            List.of(
                new SawItem("profile", "member", true, PROFILE.toBase64Url()),
                new SawItem("talked", "room", false, "61000"))));
    result(file, "room.act", new ServerMessage.Done());
    result(file, "acts.restore", new ServerMessage.Done());
    RobotMessages.results(file);
    result(file, "leave", new ServerMessage.Done());
  }

  private static ServerMessage.HelloResult hello() {
    return new ServerMessage.HelloResult(
        Fixtures.NONCE,
        Fixtures.SESSION,
        "e-1",
        Fixtures.SERVER_FINGERPRINT,
        "b-1",
        1_000,
        30_000,
        RoomLimits.DEFAULTS.announced(),
        true);
  }

  private static ServerMessage.ActsInfo acts(ServerMessage.ActInfo... acts) {
    return new ServerMessage.ActsInfo(
        ActVectors.ROOT, ALICE.identity().publicKey(), List.of(acts), List.of(ActVectors.HAND));
  }

  private static void notifications(VectorFile file) {
    notification(file, "heartbeat", new ServerMessage.Heartbeat());
    notification(
        file,
        "member.joined",
        new ServerMessage.MemberJoined(member(BOB, 0xffff_ffffL, "connected", false)));
    RobotMessages.notifications(file, member(BOB, 3, "connected", false));
    for (String reason : List.of("left", "closed", "lost", "removed", "failed")) {
      notification(file, "member.left: " + reason, new ServerMessage.MemberLeft(2, reason));
    }
    notification(
        file,
        "member.changed: muted alone",
        new ServerMessage.MemberChanged(2, null, true, null, null));
    notification(
        file,
        "member.changed: all",
        new ServerMessage.MemberChanged(2, PROFILE, false, "reconnecting", true));
    notification(
        file,
        "room.changed: all",
        new ServerMessage.RoomChanged(
            DESCRIPTION.topic(),
            DESCRIPTION.tags(),
            DESCRIPTION.language(),
            BOB.identity().publicKey()));
    notification(file, "room.chain", new ServerMessage.RoomChain(SEALED_CHAIN));
    notification(
        file,
        "room.changed: no topic any more",
        new ServerMessage.RoomChanged("", null, null, null));
    notification(
        file,
        "directory.change: a room comes, another has more people",
        new ServerMessage.DirectoryChange(
            List.of("coffee break", "quiet"),
            List.of(QUIET),
            List.of(new DirectoryPage.ListingChange("coffee break", null, null, null, 4, null)),
            1_235,
            "1.0.7"));
    notification(
        file,
        "directory.change: of one room everything",
        new ServerMessage.DirectoryChange(
            null,
            List.of(),
            List.of(
                new DirectoryPage.ListingChange(
                    "quiet",
                    DESCRIPTION.topic(),
                    DESCRIPTION.tags(),
                    DESCRIPTION.language(),
                    2,
                    true)),
            1_235,
            null));
    notification(
        file,
        "log.entry",
        new ServerMessage.LogEntry(42, "chat", ALICE.member().value(), 1, ENTRY));
    notification(file, "log.settled", new ServerMessage.LogSettled("board", 40, 41, HASH));
    notification(file, "presence.told", new ServerMessage.PresenceTold(2, ENTRY));
    for (String reason : List.of("consent", "fingerprint", "handshake", "restarted")) {
      notification(file, "media.lost: " + reason, new ServerMessage.MediaLost(reason));
    }
    ActMessages.notifications(file);
    notification(file, "superseded", new ServerMessage.Superseded());
    NodeMessages.notifications(file);
    sealed(file);
  }

  private static void errors(VectorFile file) {
    for (SignalError error : SignalError.values()) {
      SignalFault fault =
          switch (error) {
            case INVALID_PARAMS -> SignalFault.invalidParams("proof");
            case TOO_LARGE -> SignalFault.tooLarge(16_384);
            case OFFER_UNACCEPTABLE -> SignalFault.offerUnacceptable("m=audio: no Opus");
            case BUSY -> SignalFault.busy(500);
            case SLOW_MODE -> SignalFault.slowMode(7_000);
            case DESCRIPTOR_INVALID -> SignalFault.descriptorInvalid("order");
            case DESCRIPTION_INVALID -> SignalFault.descriptionInvalid("tags");
            default -> SignalFault.of(error);
          };
      error(file, fault);
    }
  }

  private static ServerMessage.MemberInfo member(
      Fixtures.Person person, long number, String connection, boolean hasMedia) {
    return new ServerMessage.MemberInfo(
        number,
        person.member().value(),
        person.identity().publicKey(),
        person.device().publicKey(),
        PROFILE,
        false,
        connection,
        hasMedia);
  }

  static void request(VectorFile file, String about, ClientMessage message) {
    ObjectNode json = example(file, about, "client", "request", message.method());
    json.put("jsonrpc", "2.0").put("id", 7).put("method", message.method());
    json.set("params", MessageJson.toTree(message));
  }

  static void result(VectorFile file, String method, ServerMessage.Result result) {
    ObjectNode json = example(file, "result of " + method, "server", "result", method);
    json.put("jsonrpc", "2.0").put("id", 7).set("result", MessageJson.toTree(result));
  }

  static void notification(VectorFile file, String about, ServerMessage.Notification message) {
    ObjectNode json = example(file, about, "server", "notification", message.method());
    json.put("jsonrpc", "2.0").put("method", message.method());
    json.set("params", MessageJson.toTree(message));
  }

  private static void error(VectorFile file, SignalFault fault) {
    SignalError error = fault.error();
    ObjectNode json = example(file, error.reason(), "server", "error", "");
    json.put("jsonrpc", "2.0");
    if (error == SignalError.NOT_JSON) {
      json.putNull("id");
    } else {
      json.put("id", 7);
    }
    ObjectNode body = json.putObject("error");
    body.put("code", error.code()).put("message", error.message());
    ObjectNode data = body.putObject("data").put("reason", error.reason());
    switch (fault.detail()) {
      case SignalFault.Detail.None _ -> {}
      case SignalFault.Detail.Field(String field) -> data.put("field", field);
      case SignalFault.Detail.Limit(long limit) -> data.put("limit", limit);
      case SignalFault.Detail.Problem(String problem) -> data.put("problem", problem);
      case SignalFault.Detail.RetryMillis(long millis) -> data.put("retryMillis", millis);
    }
  }

  private static ObjectNode example(
      VectorFile file, String about, String from, String kind, String method) {
    ObjectNode node = file.add(about).put("from", from).put("kind", kind);
    if (!method.isEmpty()) {
      node.put("method", method);
    }
    return node.putObject("json");
  }
}
