package chat.free4.sim;

import chat.free4.room.RoomControl;
import chat.free4.room.RoomEffect;
import chat.free4.room.RoomLimits;
import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.media.MediaNegotiator;
import chat.free4.room.media.MediaTransport;
import chat.free4.room.media.OfferDescription;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.rtc.peer.Negotiation;
import chat.free4.rtc.peer.PeerParameters;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.server.host.MediaLosses;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaEvent;
import chat.free4.sim.SimulatedSfu.Participant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Control and media of some rooms, wired as a node wires them: what a room wants done becomes
 * commands of the media engine, what the engine tells becomes news for the room.
 */
final class SimulatedRooms {
  private static final Bytes FINGERPRINT = Bytes.of(new byte[32]);

  /** What the first act of a room follows. */
  static final Bytes ACTS_ROOT = Bytes.of(new byte[32]);

  private final SimulatedSfu sfu;
  private final Map<Long, RoomControl> rooms = new TreeMap<>();
  private final Map<Long, Guest> guests = new HashMap<>();
  private long lastSession;
  private int eventsSeen;

  SimulatedRooms(SimulatedSfu sfu) {
    this.sfu = sfu;
  }

  /** Somebody with a WebSocket and a browser. */
  static final class Guest {
    final long session;
    final long room;
    final VirtualBrowser browser;
    int member;
    @Nullable Participant participant;

    Guest(long session, long room, VirtualBrowser browser) {
      this.session = session;
      this.room = room;
      this.browser = browser;
    }
  }

  private record Offer(String sdp) implements OfferDescription {
    @Override
    public Bytes fingerprint() {
      return FINGERPRINT;
    }
  }

  private record Transport(Negotiation.Agreed agreed) implements MediaTransport {}

  /** The id of a room. */
  static RoomId id(long room) {
    return RoomId.ofPublic("room " + room);
  }

  /** Enters a room, which is made when it is not there. */
  Guest enter(long room, String person, int slots) {
    return enter(room, Bytes.utf8(person), Bytes.utf8(person), slots);
  }

  /** The same by real keys, for who acts. */
  Guest enter(long room, Bytes identity, Bytes device, int slots) {
    RoomId id = id(room);
    RoomControl control =
        rooms.computeIfAbsent(
            room,
            any ->
                new RoomControl(
                    sfu.now(),
                    id,
                    "room " + room,
                    "e-1",
                    ACTS_ROOT,
                    RoomLimits.DEFAULTS,
                    this::negotiate));
    VirtualBrowser browser =
        sfu.newBrowser(BrowserKind.CHROMIUM, slots, List.of(SrtpProfile.values()));
    Guest guest = new Guest(++lastSession, room, browser);
    guests.put(guest.session, guest);
    Admission admission =
        new Admission(
            id,
            "room " + room,
            MemberId.of(identity, device),
            identity,
            device,
            Bytes.utf8("profile"),
            null,
            new Offer(browser.createOffer()));
    control.handleEnter(sfu.now(), guest.session, 1, admission, Bytes.EMPTY);
    drain(room, control);
    return guest;
  }

  private MediaNegotiator.MediaAnswer negotiate(
      int member, OfferDescription offer, @Nullable MediaTransport current) {
    // All virtual browsers share one certificate, as real ones do not: a former transport would be
    // taken for this one's.
    Negotiation.Agreed agreed = sfu.answer(((Offer) offer).sdp, null);
    return new MediaNegotiator.MediaAnswer.Fresh(agreed.answerSdp(), new Transport(agreed));
  }

  /** Says a guest's request. */
  void request(Guest guest, ClientMessage.InRoom message) {
    RoomControl control = rooms.get(guest.room);
    if (control != null) {
      control.handleRequest(sfu.now(), guest.session, 1, message);
      drain(guest.room, control);
    }
  }

  /** The guest's WebSocket was closed. */
  void closeSocket(Guest guest, int code) {
    RoomControl control = rooms.get(guest.room);
    if (control != null) {
      control.handleSessionClosed(sfu.now(), guest.session, code);
      drain(guest.room, control);
    }
  }

  /** The guest's browser is no more. */
  void vanish(Guest guest) {
    guests.remove(guest.session);
    if (guest.participant != null) {
      sfu.vanish(guest.participant);
    }
  }

  /** Lets time go by for media and control. */
  void runFor(long nanos) {
    long end = sfu.now() + nanos;
    while (sfu.now() < end) {
      long next = Math.min(end, sfu.now() + 10_000_000L);
      for (RoomControl room : rooms.values()) {
        next = Math.min(next, Math.max(room.pollTimeout(), sfu.now() + 1));
      }
      sfu.runFor(next - sfu.now());
      tellRooms();
      for (Map.Entry<Long, RoomControl> room : List.copyOf(rooms.entrySet())) {
        if (room.getValue().pollTimeout() <= sfu.now()) {
          room.getValue().handleTimeout(sfu.now());
          drain(room.getKey(), room.getValue());
        }
      }
    }
  }

  private void tellRooms() {
    while (eventsSeen < sfu.events().size()) {
      MediaEvent event = sfu.events().get(eventsSeen++);
      RoomControl control = rooms.get(event.room());
      if (control != null) {
        switch (event) {
          case MediaEvent.PeerConnected connected ->
              control.handleMediaConnected(sfu.now(), connected.member());
          case MediaEvent.PeerClosed closed ->
              control.handleMediaClosed(
                  sfu.now(), closed.member(), MediaLosses.of(closed.reason()));
          case MediaEvent.FloorHeld(long _, int member, int millis) ->
              control.handleFloorHeld(sfu.now(), member, millis);
          case MediaEvent.RoomTalked _ -> {} // the directory's business
        }
        drain(event.room(), control);
      }
    }
  }

  private void drain(long room, RoomControl control) {
    Map<Integer, Negotiation.Agreed> added = new HashMap<>();
    for (RoomEffect effect = control.pollEffect(); effect != null; effect = control.pollEffect()) {
      switch (effect) {
        case RoomEffect.Welcome welcome -> {
          Guest guest = guests.get(welcome.session());
          if (guest != null) {
            guest.member = (int) welcome.result().member();
          }
        }
        case RoomEffect.AddMedia add -> {
          Negotiation.Agreed agreed = ((Transport) add.transport()).agreed;
          added.put(add.member(), agreed);
          sfu.command(new MediaCommand.AddPeer(room, add.member(), agreed.parameters()));
        }
        case RoomEffect.RestartIce restart -> {
          PeerParameters parameters = ((Transport) restart.transport()).agreed.parameters();
          sfu.command(
              new MediaCommand.RestartIce(
                  room, restart.member(), parameters.localIce(), parameters.remoteIce()));
        }
        case RoomEffect.RemoveMedia remove ->
            sfu.command(new MediaCommand.RemovePeer(room, remove.member()));
        case RoomEffect.MuteForListener mute ->
            sfu.command(
                new MediaCommand.MuteForListener(
                    room, mute.listener(), mute.speaker(), mute.muted()));
        case RoomEffect.RegisterKey key ->
            sfu.command(new MediaCommand.RegisterKey(room, key.member(), key.kid()));
        case RoomEffect.Silence silence ->
            sfu.command(new MediaCommand.Silence(room, silence.member(), silence.silenced()));
        case RoomEffect.ForgetMember forget ->
            sfu.command(new MediaCommand.ForgetMember(room, forget.member()));
        case RoomEffect.RoomEnded _ -> rooms.remove(room);
        case RoomEffect.Deny _,
            RoomEffect.Knocking _,
            RoomEffect.ChainChanged _,
            RoomEffect.AddRobot _,
            RoomEffect.SayText _,
            RoomEffect.Reply _,
            RoomEffect.Fail _,
            RoomEffect.Notify _,
            RoomEffect.Broadcast _,
            RoomEffect.CloseSession _ -> {}
      }
    }
    for (Guest guest : guests.values()) {
      Negotiation.Agreed agreed = guest.room == room ? added.get(guest.member) : null;
      if (agreed != null && guest.participant == null) {
        guest.participant = sfu.attach(room, guest.member, guest.browser, agreed);
      }
    }
  }

  /** Rooms that are there. */
  int roomCount() {
    return rooms.size();
  }
}
