package chat.free4.room.signal;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.Ed25519;
import chat.free4.room.access.EnterProof;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.Redemption;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.RoomName;
import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.media.OfferDescription;
import chat.free4.room.media.OfferReader;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether an {@code enter} may be shown to a room: cheap checks first, then who it is. It knows
 * nothing of which rooms there are, so it does the same for those that are and those that are not.
 */
final class EnterCheck {
  private final String origin;
  private final Bytes session;
  private final ServerFacts facts;
  private final OfferReader offers;

  /** What came of it. */
  sealed interface Outcome {
    /** It breaks a rule. */
    record Refused(SignalFault fault) implements Outcome {}

    /** The device did not sign it for this session. */
    record Unproven() implements Outcome {}

    /** It is who it says. */
    record Proven(Admission admission) implements Outcome {}
  }

  /** What came of reading an offer: one of both is null, and both are where none was made. */
  private record Offered(@Nullable OfferDescription offer, @Nullable SignalFault fault) {}

  EnterCheck(String origin, Bytes session, ServerFacts facts, OfferReader offers) {
    this.origin = origin;
    this.session = session;
    this.facts = facts;
    this.offers = offers;
  }

  /** The page that the WebSocket came from. */
  String origin() {
    return origin;
  }

  /** Of a public room. */
  Outcome check(Bytes nonce, DeviceCertificate who, ClientMessage.Enter enter) {
    if (!enter.kind().equals("public")) {
      return new Outcome.Refused(SignalFault.invalidParams("kind"));
    }
    String name = RoomName.canonical(enter.room());
    if (name == null) {
      return refused(SignalError.ROOM_NAME_INVALID);
    }
    Offered offered = read(enter.profile(), enter.offer());
    if (offered.fault != null) {
      return new Outcome.Refused(offered.fault);
    }
    RoomId room = RoomId.ofPublic(name);
    if (!proof(nonce, who, room, 0, offered.offer).verifies(enter.proof())) {
      return new Outcome.Unproven();
    }
    return new Outcome.Proven(
        new Admission(
            room,
            name,
            MemberId.of(who.identity(), who.device()),
            who.identity(),
            who.device(),
            enter.profile(),
            enter.muted(),
            offered.offer));
  }

  /** Of a sealed room: its door looks at the rest. */
  Outcome check(Bytes nonce, DeviceCertificate who, ClientMessage.EnterSealed enter) {
    if (enter.room().length() != RoomId.BYTES) {
      return new Outcome.Refused(SignalFault.invalidParams("room"));
    }
    List<Bytes> chain = Objects.requireNonNullElse(enter.chain(), List.of());
    if (chain.size() > DescriptorChain.MAX_LINKS) {
      return new Outcome.Refused(SignalFault.invalidParams("chain"));
    }
    Offered offered = read(enter.profile(), enter.offer());
    if (offered.fault != null) {
      return new Outcome.Refused(offered.fault);
    }
    RoomId room = new RoomId(enter.room());
    EnterProof proof = proof(nonce, who, room, enter.version(), offered.offer);
    if (!proof.verifies(enter.proof())) {
      return new Outcome.Unproven();
    }
    return new Outcome.Proven(
        new Admission(
            room,
            "",
            MemberId.of(who.identity(), who.device()),
            who.identity(),
            who.device(),
            enter.profile(),
            enter.muted(),
            offered.offer,
            new Knock(enter.version(), chain, proof.doorTranscript(), enter.doorProof())));
  }

  /** By an invite: the same checks whether or not the room, and the invite, exist. */
  static SessionEffect redeem(long id, DeviceCertificate who, ClientMessage.InviteRedeem message) {
    String wrong = wrongField(message);
    if (wrong != null) {
      return new SessionEffect.Fail(id, SignalFault.invalidParams(wrong));
    }
    Redemption asked =
        new Redemption(
            new RoomId(message.room()),
            message.invite(),
            who.identity(),
            who.device(),
            message.key(),
            message.proof());
    return asked.verifies()
        ? new SessionEffect.RedeemInvite(id, asked)
        : new SessionEffect.Fail(id, SignalFault.of(SignalError.INVITE_FORGED));
  }

  private static @Nullable String wrongField(ClientMessage.InviteRedeem message) {
    if (message.room().length() != RoomId.BYTES) {
      return "room";
    }
    if (message.invite().length() != Ed25519.KEY_BYTES) {
      return "invite";
    }
    return message.key().length() == Redemption.SEALING_KEY_BYTES ? null : "key";
  }

  private Offered read(Bytes profile, @Nullable String sdp) {
    if (profile.length() > facts.limits().profileBytes()) {
      return new Offered(null, SignalFault.of(SignalError.PROFILE_INVALID));
    }
    if (sdp == null) {
      return new Offered(null, null);
    }
    return switch (offers.read(sdp)) {
      case OfferReader.Reading.Accepted(OfferDescription offer) -> new Offered(offer, null);
      case OfferReader.Reading.Unacceptable(String problem) ->
          new Offered(null, SignalFault.offerUnacceptable(problem));
    };
  }

  private EnterProof proof(
      Bytes nonce,
      DeviceCertificate who,
      RoomId room,
      long version,
      @Nullable OfferDescription offer) {
    return new EnterProof(
        nonce,
        session,
        origin,
        room,
        version,
        who.identity(),
        who.device(),
        offer == null ? Bytes.EMPTY : offer.fingerprint(),
        facts.fingerprint());
  }

  private static Outcome refused(SignalError error) {
    return new Outcome.Refused(SignalFault.of(error));
  }
}
